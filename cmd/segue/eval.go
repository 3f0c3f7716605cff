package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
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

// pairs are the configurations that --compare names.
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

// validPairs refuses names that no task has, before anything is measured.
func (cmd *evalCommand) validPairs() error {
	offered := evaluate.CatalogueSemanticWeights()
	if !cmd.FromCatalogue {
		offered = evaluate.SetSemanticWeights()
	}
	known := evaluate.ConfigurationNames(offered)
	for _, pair := range cmd.pairs() {
		for _, name := range pair {
			if !slices.Contains(known, name) {
				return fmt.Errorf("--compare: there is no configuration %q; name two of %q with a comma between", name, known)
			}
		}
	}
	return nil
}

func (cmd *evalCommand) Run(ctx context.Context, t *terminal) error {
	measure := cmd.sets
	if cmd.FromCatalogue {
		measure = cmd.catalogue
	}
	e, err := measure(ctx, t)
	if err != nil {
		return evaluationHint(err)
	}
	return errors.Join(cmd.print(t, e), evaluationHint(e.unwritten))
}

// evaluation has all figures, as --json prints them.
type evaluation struct {
	Reports []evaluate.Report `json:"reports"`
	// Choices are made from a catalogue only.
	Choices []evaluate.WeightChoice `json:"choices"`
	// unwritten is the reason why no weight was stored with --write.
	unwritten error
}

// sets measures labelled sets. All of them are read before the first is measured.
func (cmd *evalCommand) sets(ctx context.Context, t *terminal) (evaluation, error) {
	var sets []evaluate.Collection
	for _, dir := range cmd.Sets {
		set, err := evaluate.Read(dir, evaluate.ReadOptions{
			Tags: cmd.Tags, AllPairs: cmd.AllPairs, Symmetric: cmd.Symmetric, LabelledOnly: cmd.LabelledOnly, WithoutTranscripts: !cmd.Transcripts,
		})
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
	client, err := cmd.resolved(ctx, kept)
	if err != nil {
		return evaluation{}, err
	}
	v := newEvaluator(t, client, recommend.DefaultWeights())
	v.Semantic = evaluate.SetSemanticWeights()
	e := evaluation{Reports: []evaluate.Report{}, Choices: []evaluate.WeightChoice{}}
	for _, set := range sets {
		list, err := v.Evaluate(ctx, set)
		if err != nil {
			return evaluation{}, err
		}
		if e.Reports, err = cmd.appendReports(e.Reports, set, list); err != nil {
			return evaluation{}, err
		}
	}
	return e, nil
}

// catalogue measures a catalogue by its own labels and chooses weights. It stores them
// with --write.
func (cmd *evalCommand) catalogue(ctx context.Context, t *terminal) (evaluation, error) {
	c, err := cmd.open(ctx)
	if err != nil {
		return evaluation{}, err
	}
	defer c.Close()
	name := cmd.Data
	if cmd.Demo {
		name = "demo"
	}
	set, err := evaluate.ReadCatalogue(ctx, c, name, cmd.Transcripts)
	if err != nil {
		return evaluation{}, err
	}
	client, err := cmd.resolved(ctx, c)
	if err != nil {
		return evaluation{}, err
	}
	model := client.Info().Model
	weights, err := indexer.ReadWeights(ctx, c, model)
	if err != nil {
		return evaluation{}, err
	}
	v := newEvaluator(t, client, weights)
	v.Semantic = evaluate.WithInUse(evaluate.CatalogueSemanticWeights(), weights)
	list, err := v.Evaluate(ctx, set)
	if err != nil {
		return evaluation{}, err
	}
	var e evaluation
	if e.Reports, err = cmd.appendReports([]evaluate.Report{}, set, list); err != nil {
		return evaluation{}, err
	}
	if e.Choices, err = v.Choose(list); err == nil && cmd.Write {
		e.unwritten, err = writeChoices(ctx, c, model, weights, e.Choices)
	}
	return e, err
}

// writeChoices stores the chosen weights that are new, with the other weights of the
// catalogue. Nothing is stored where nothing is new: the catalogue then follows the
// defaults of later versions. Unwritten is the reason where no weight was chosen.
func writeChoices(ctx context.Context, c catalog.Store, model string, inUse recommend.Weights, choices []evaluate.WeightChoice) (unwritten, err error) {
	weights, unwritten := evaluate.WithChoices(inUse, choices)
	if unwritten != nil || weights == inUse {
		return unwritten, nil
	}
	for i := range choices {
		choices[i].Kept = choices[i].Changes()
	}
	return nil, indexer.WriteWeights(ctx, c, model, weights)
}

// vectors opens the catalogue that stores only the vectors of sets.
func (cmd *evalCommand) vectors(ctx context.Context) (catalog.Store, error) {
	if cmd.Vectors == "" {
		return app.OpenCatalog(ctx, app.Source{})
	}
	return app.OpenCatalog(ctx, app.Source{File: cmd.Vectors, Create: true})
}

// resolved connects the model of the flags, or else of the catalogue.
func (cmd *evalCommand) resolved(ctx context.Context, c catalog.Store) (*embed.Client, error) {
	spec, _, err := cmd.choice().Resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	return cmd.budget().Client(ctx, spec, c)
}

// evaluationHint adds to an error of an evaluation what the user can do.
func evaluationHint(err error) error {
	switch {
	case errors.Is(err, evaluate.ErrNoVector):
		return app.WithHint(err, "measure with a model that answers faster, or again when it is less busy")
	case errors.Is(err, evaluate.ErrNoLabels):
		return app.WithHint(err, `fill it with "segue import FILE"`)
	case errors.Is(err, evaluate.ErrNoChoice):
		return app.WithHint(err, "add what labels are made of, as the lines on the weights say")
	}
	return err
}
