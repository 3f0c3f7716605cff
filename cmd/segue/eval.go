package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/recommend/judge"
	"segue/server/api"
)

type evalCommand struct {
	Sets          []string `arg:"" optional:"" help:"Folders with corpus.jsonl, queries.jsonl and qrels.tsv (BEIR form), or with episodes.jsonl and related*.tsv." name:"dir"`
	FromCatalogue bool     `help:"Make labels of the catalogue's own links, guests, series and sentences, and choose weights by them."`
	catalogFlags
	Write bool `help:"Keep the chosen weights in the catalogue (with --from-catalogue)."`
	embedFlags
	Vectors string `help:"File that keeps the vectors of sets, so that the next run embeds nothing; made if it does not exist." placeholder:"FILE"`
	readFlags
	Compare []string `help:"Compare two configurations by their names in the table, as in \"hybrid .4,default\"; words only and vectors only with default if none." placeholder:"A,B" sep:"none"`
	Worst   *int     `help:"Badly answered queries to show of each task; 20 in Markdown and JSON if not given, and none in the table." placeholder:"N"`

	JSON     bool   `help:"Print the figures as JSON." name:"json" xor:"format"`
	Markdown bool   `help:"Print the figures as Markdown." xor:"format"`
	Out      string `help:"File to write JSON or Markdown to; the table is printed beside it." short:"o" placeholder:"FILE"`
}

// readFlags shape what is read of a set.
type readFlags struct {
	Tags         bool `help:"Use the episodes' tags to answer, except where they are what is measured."`
	AllPairs     bool `help:"Read related_x.tsv also where there is a related_x_clean.tsv."`
	Symmetric    bool `help:"Read a related pair in both directions."`
	LabelledOnly bool `help:"Leave out the episodes that no pair, category or tag names."`
	Transcripts  bool `help:"Find episodes by their transcripts, too." default:"true" negatable:""`
}

func (evalCommand) Help() string {
	return `Measures search and similar on labelled sets, which are read into memory: words alone, vectors
alone, both at several weights, and without single signals. Figures are means over the queries,
with the interval in which 95 of 100 samples of queries would put them.

With --from-catalogue, an owner's catalogue makes the labels. It shares the vectors with the
catalogue, and chooses the weight of meaning beside words by cross-validation.

Examples:
  segue eval sets/cacm sets/cranfield
  segue eval sets/podcast --transcripts=false --compare "hybrid .4,words only"
  segue eval sets/cacm --vectors vectors.db --markdown -o cacm.md
  segue eval --from-catalogue --data shows.db
  segue eval --from-catalogue --data shows.db --write`
}

// Validate refuses flags that do not belong together; kong calls it.
func (cmd *evalCommand) Validate() error {
	switch {
	case cmd.FromCatalogue && len(cmd.Sets) > 0:
		return errors.New("folders and --from-catalogue are two measurements; give one of them")
	case !cmd.FromCatalogue && len(cmd.Sets) == 0:
		return errors.New("nothing to measure; name the folder of a labelled set, or give --from-catalogue")
	case cmd.FromCatalogue && cmd.Vectors != "":
		return errors.New("--vectors is for sets; with --from-catalogue the catalogue keeps the vectors")
	case cmd.Write && !cmd.FromCatalogue:
		return errors.New("--write keeps weights that a catalogue has chosen; give --from-catalogue with it")
	case cmd.Write && cmd.Demo:
		return errors.New("the bundled catalogue keeps nothing; give --write with --data")
	case cmd.Out != "" && !cmd.JSON && !cmd.Markdown:
		return errors.New("-o writes JSON or Markdown; give --json or --markdown with it")
	case cmd.Worst != nil && *cmd.Worst < 0:
		return fmt.Errorf("--worst %d is negative", *cmd.Worst)
	}
	return cmd.validPairs()
}

func (cmd *evalCommand) Run(ctx context.Context, t *terminal) error {
	measure := cmd.sets
	if cmd.FromCatalogue {
		measure = cmd.catalogue
	}
	e, err := measure(ctx, t)
	if err != nil {
		return err
	}
	return errors.Join(cmd.print(t, e), e.unwritten)
}

// evaluation is all that was measured, as --json prints it.
type evaluation struct {
	Reports []judge.Report `json:"reports"`
	// Choices are made of a catalogue only.
	Choices []choice `json:"choices"`
	// unwritten says why nothing was kept, although it was asked for.
	unwritten error
}

// sets measures labelled sets, all of which are read before the first is measured.
func (cmd *evalCommand) sets(ctx context.Context, t *terminal) (evaluation, error) {
	var sets []judge.Collection
	for _, dir := range cmd.Sets {
		set, err := cmd.read(dir)
		if err != nil {
			return evaluation{}, err
		}
		sets = append(sets, set)
	}
	kept, err := cmd.vectors(ctx)
	if err != nil {
		return evaluation{}, err
	}
	defer kept.Close()
	b, err := cmd.bench(ctx, t, kept)
	if err != nil {
		return evaluation{}, err
	}
	e := evaluation{Reports: []judge.Report{}, Choices: []choice{}}
	for _, set := range sets {
		measured, err := b.measure(ctx, set)
		if err != nil {
			return evaluation{}, err
		}
		for _, m := range measured {
			r, err := cmd.report(set, m)
			if err != nil {
				return evaluation{}, err
			}
			e.Reports = append(e.Reports, r)
		}
	}
	return e, nil
}

func (cmd *evalCommand) read(dir string) (judge.Collection, error) {
	set, err := judge.Read(dir, judge.ReadOptions{
		Tags: cmd.Tags, AllPairs: cmd.AllPairs, Symmetric: cmd.Symmetric, LabelledOnly: cmd.LabelledOnly,
	})
	if err == nil && !cmd.Transcripts {
		set.Name += " without transcripts"
		for i := range set.Episodes {
			set.Episodes[i].Transcript = ""
		}
	}
	return set, err
}

// vectors opens the catalogue that keeps the vectors of sets, and only these.
func (cmd *evalCommand) vectors(ctx context.Context) (catalog.Store, error) {
	if cmd.Vectors == "" {
		return sqlite.OpenMemory(ctx)
	}
	return sqlite.Open(ctx, cmd.Vectors)
}

// print prints the table, or what is asked for instead or beside it.
func (cmd *evalCommand) print(t *terminal, e evaluation) error {
	form := printTable
	switch {
	case cmd.JSON:
		form = func(w io.Writer, e evaluation) error { return api.Write(w, e) }
	case cmd.Markdown:
		form = printMarkdown
	}
	if cmd.Out == "" {
		return form(t.stdout, e)
	}
	if err := writeFile(cmd.Out, func(w io.Writer) error { return form(w, e) }); err != nil {
		return fmt.Errorf("writing figures to %q: %w", cmd.Out, err)
	}
	if cmd.Worst == nil {
		e = e.withoutWorst()
	}
	return printTable(t.stdout, e)
}

// worst is how many bad answers are shown of each task.
func (cmd *evalCommand) worst() int {
	switch {
	case cmd.Worst != nil:
		return *cmd.Worst
	case cmd.JSON || cmd.Markdown:
		return judge.WorstShown
	default:
		return 0
	}
}

// withoutWorst is for a table beside a file that has them.
func (e evaluation) withoutWorst() evaluation {
	reports := append([]judge.Report{}, e.Reports...)
	for i := range reports {
		reports[i].Worst = nil
	}
	e.Reports = reports
	return e
}
