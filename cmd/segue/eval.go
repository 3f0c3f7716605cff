package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/replace"
	"segue/recommend/evaluate"
	"segue/server/api"
)

type evalCommand struct {
	Sets          []string `arg:"" optional:"" help:"Folders with corpus.jsonl, queries.jsonl and qrels.tsv (BEIR format), or with episodes.jsonl and related*.tsv." name:"dir"`
	FromCatalogue bool     `help:"Derive labels from the links, guests, series and sentences of the catalogue, and choose weights with them."`
	catalogFlags
	Write bool `help:"Store the chosen weights in the catalogue (with --from-catalogue)."`
	embedFlags
	engineFlags
	Vectors string `help:"File that stores the vectors of sets for the next run; created if missing." placeholder:"FILE"`
	readFlags
	Honesty bool     `help:"Also ask everyday questions and nonsense, and count the answers without results."`
	Foreign []string `help:"With --honesty: folder of a set about other subjects, whose searches are asked too; repeatable." placeholder:"DIR" sep:"none"`
	Compare []string `help:"Compare two configurations by name, such as \"hybrid .4,default\". By default, words only and vectors only are each compared with default." placeholder:"A,B" sep:"none"`
	Worst   *int     `help:"Number of worst queries to show for each task. By default 20 in Markdown and JSON, 0 in the table." placeholder:"N"`

	JSON     bool   `help:"Print the figures as JSON." name:"json" xor:"format"`
	Markdown bool   `help:"Print the figures as Markdown." xor:"format"`
	Out      string `help:"File for JSON or Markdown. The table is printed as well." short:"o" placeholder:"FILE"`
}

// readFlags are the options of reading a labelled set.
type readFlags struct {
	Tags         bool `help:"Search in tags, except in tasks made from tags."`
	AllPairs     bool `help:"Also read related_x.tsv if there is a related_x_clean.tsv."`
	Symmetric    bool `help:"Read related pairs in both directions."`
	LabelledOnly bool `help:"Ignore episodes without labels."`
	Transcripts  bool `help:"Search in transcripts." default:"true" negatable:""`
}

func (evalCommand) Help() string {
	return `Measures search and similar on labelled sets, which are read into memory: words only, vectors only,
both with several weights, and without single signals. Figures are means over the queries with their
95 % confidence intervals.

With --from-catalogue, the labels come from the catalogue, which also stores the vectors. The weight of
meaning against words is chosen by cross-validation.

Examples:
  segue eval sets/cacm sets/cranfield
  segue eval sets/podcast --transcripts=false --compare "hybrid .4,words only"
  segue eval sets/cacm --vectors vectors.db --markdown -o cacm.md
  segue eval sets/cacm --honesty --foreign sets/cranfield
  segue eval --from-catalogue --data shows.db
  segue eval --from-catalogue --data shows.db --write`
}

// Validate refuses flags that exclude each other. Kong calls it.
func (cmd *evalCommand) Validate() error {
	switch {
	case cmd.FromCatalogue && len(cmd.Sets) > 0:
		return errors.New("folders and --from-catalogue exclude each other")
	case !cmd.FromCatalogue && len(cmd.Sets) == 0:
		return errors.New("nothing to measure; name the folder of a labelled set, or use --from-catalogue")
	case cmd.FromCatalogue && cmd.Vectors != "":
		return errors.New("--vectors and --from-catalogue exclude each other; the catalogue stores the vectors")
	case cmd.Write && !cmd.FromCatalogue:
		return errors.New("--write needs --from-catalogue")
	case cmd.Write && cmd.Demo:
		return errors.New("--write needs --data; the bundled catalogue stores nothing")
	case cmd.FromCatalogue && cmd.Honesty:
		return errors.New("--honesty needs folders of labelled sets")
	case len(cmd.Foreign) > 0 && !cmd.Honesty:
		return errors.New("--foreign needs --honesty")
	case cmd.Out != "" && !cmd.JSON && !cmd.Markdown:
		return errors.New("-o needs --json or --markdown")
	case cmd.Worst != nil && *cmd.Worst < 0:
		return fmt.Errorf("--worst must be 0 or more, not %d", *cmd.Worst)
	}
	return cmd.validPairs()
}

// pairs returns the pairs of configurations to compare.
func (cmd *evalCommand) pairs() [][2]string {
	if len(cmd.Compare) == 0 {
		return [][2]string{{evaluate.Default, evaluate.WordsOnly}, {evaluate.Default, evaluate.VectorsOnly}}
	}
	var list [][2]string
	for _, pair := range cmd.Compare {
		a, b, _ := strings.Cut(pair, ",")
		list = append(list, [2]string{strings.TrimSpace(a), strings.TrimSpace(b)})
	}
	return list
}

// validPairs refuses unknown configurations.
func (cmd *evalCommand) validPairs() error {
	weights := evaluate.CatalogueSemanticWeights()
	if !cmd.FromCatalogue {
		weights = evaluate.SetSemanticWeights()
	}
	known := evaluate.ConfigurationNames(weights)
	for _, pair := range cmd.pairs() {
		for _, name := range pair {
			if !slices.Contains(known, name) {
				return fmt.Errorf("--compare: unknown configuration %q; want two of %q, separated by a comma", name, known)
			}
		}
	}
	return nil
}

func (cmd *evalCommand) Run(ctx context.Context, t *terminal) error {
	e, err := cmd.evaluate(ctx, t)
	if err != nil {
		return err
	}
	return errors.Join(cmd.print(t, e), e.NotStored)
}

func (cmd *evalCommand) evaluate(ctx context.Context, t *terminal) (app.Evaluation, error) {
	o := app.EvaluateOptions{
		Model: cmd.choice(), Budget: cmd.budget(), Engine: cmd.engine(), Report: evaluate.ReportOptions{Pairs: cmd.pairs(), Worst: cmd.worst()},
		Log: t.log, Progress: t.progress, Honesty: cmd.Honesty, Foreign: cmd.Foreign,
	}
	if cmd.FromCatalogue {
		return app.EvaluateCatalogue(ctx, cmd.source(), app.CatalogueOptions{Transcripts: cmd.Transcripts, Store: cmd.Write, EvaluateOptions: o})
	}
	return app.EvaluateSets(ctx, cmd.Sets, evaluate.ReadOptions{
		Tags: cmd.Tags, AllPairs: cmd.AllPairs, Symmetric: cmd.Symmetric, LabelledOnly: cmd.LabelledOnly, WithoutTranscripts: !cmd.Transcripts,
	}, app.Source{File: cmd.Vectors, Create: true}, o)
}

// worst returns the number of worst queries to show for each task.
func (cmd *evalCommand) worst() int {
	switch {
	case cmd.Worst != nil:
		return *cmd.Worst
	case cmd.JSON || cmd.Markdown:
		return evaluate.WorstShown
	default:
		return 0
	}
}

// print prints the table, JSON or Markdown. If -o names a file for JSON or Markdown, it
// prints the table as well.
func (cmd *evalCommand) print(t *terminal, e app.Evaluation) error {
	write := printTable
	switch {
	case cmd.JSON:
		write = func(w io.Writer, e app.Evaluation) error { return api.Write(w, e) }
	case cmd.Markdown:
		write = printMarkdown
	}
	if cmd.Out == "" {
		return write(t.stdout, e)
	}
	if err := replace.File(cmd.Out, func(w io.Writer) error { return write(w, e) }); err != nil {
		return fmt.Errorf("write figures to %q: %w", cmd.Out, err)
	}
	if cmd.Worst == nil {
		e = withoutWorst(e)
	}
	return printTable(t.stdout, e)
}
