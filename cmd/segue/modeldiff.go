package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/server/api"
)

type modelDiffCommand struct {
	otherModel
	Limit  int  `help:"Episodes that change most to show." default:"5"`
	Sample int  `help:"Episodes to ask both models about, at even distances; 0 for all." default:"2000"`
	Eval   bool `help:"Measure both by labels that the catalogue makes of itself, too." default:"true" negatable:""`
	Force  bool `help:"Also where vectors are missing."`
	JSON   bool `help:"Print the comparison as JSON." name:"json"`
}

func (modelDiffCommand) Help() string {
	return `Asks both models for the ten episodes most like each episode, and says how many are the same,
and which episodes change most. Nothing is embedded for that. Then it measures both as
"segue eval --from-catalogue" does, which embeds some hundred texts and questions; --no-eval leaves
it out.

Examples:
  segue model diff openai:text-embedding-3-large@3072
  segue model diff --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434
  segue model diff builtin --no-eval --limit 20 --json`
}

// Validate refuses negative numbers; kong calls it.
func (cmd *modelDiffCommand) Validate() error {
	switch {
	case cmd.Limit < 0:
		return fmt.Errorf("--limit %d is negative", cmd.Limit)
	case cmd.Sample < 0:
		return fmt.Errorf("--sample %d is negative", cmd.Sample)
	}
	return cmd.otherModel.Validate()
}

func (cmd *modelDiffCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	pair, err := cmd.pair(ctx, t, c)
	for _, a := range pair {
		if a != nil {
			defer a.Close()
		}
	}
	if err != nil {
		return err
	}
	d, err := cmd.compare(ctx, t, pair)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, d)
	}
	return printModelDiff(t.stdout, d)
}

// pair opens an App for each of both models, the active one first. They share the words.
func (cmd *modelDiffCommand) pair(ctx context.Context, t *terminal, c catalog.Store) (pair [2]*app.App, err error) {
	options := app.Options{Mode: app.Search, Source: app.Source{File: cmd.Data}, Catalog: c}
	for i, choice := range []app.ModelChoice{{}, cmd.choice()} {
		if options.Client, err = choice.Client(ctx, c); err != nil {
			return pair, err
		}
		if pair[i], err = t.open(ctx, options); err != nil {
			return pair, err
		}
		if err := pair[i].RequireVectors("with --force it is compared all the same"); err != nil && !cmd.Force {
			return pair, err
		}
		options.Words = pair[i].Words
	}
	if pair[0].Model() == pair[1].Model() {
		return pair, app.UsageError{Err: fmt.Errorf("%q is the model in use; name another to compare it with", pair[0].Model())}
	}
	return pair, nil
}

// compare compares the models. With --eval, each has an evaluator with its own weights.
func (cmd *modelDiffCommand) compare(ctx context.Context, t *terminal, pair [2]*app.App) (evaluate.ModelDiff, error) {
	var models [2]evaluate.Model
	for i, p := range pair {
		models[i] = evaluate.Model{Name: p.Model(), Engine: p.Engine}
		if !cmd.Eval {
			continue
		}
		weights, err := indexer.ReadWeights(ctx, p.Catalog, p.Model())
		if err != nil {
			return evaluate.ModelDiff{}, err
		}
		models[i].Evaluator = newEvaluator(t, p.Client(), weights)
	}
	d, err := evaluate.CompareModels(ctx, pair[0].Catalog, models[0], models[1], evaluate.DiffOptions{
		Name: cmd.Data, Sample: cmd.Sample, Changed: cmd.Limit, Tasks: cmd.Eval, Progress: t.progress,
	})
	return d, evaluationHint(err)
}

// barWidth is the length of the longest bar of a distribution. Two titles of columnWidth
// fit a terminal of 120 columns.
const (
	barWidth    = 40
	columnWidth = 54
)

// printModelDiff prints a comparison of models as tables.
func printModelDiff(w io.Writer, d evaluate.ModelDiff) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s beside %s, which is in use\n\n", d.Other, d.Active)
	printAgreement(&b, d.Overlap, d.Episodes)
	for _, c := range d.Overlap.Changed {
		if err := printChanged(&b, c, d); err != nil {
			return err
		}
	}
	if err := printTaskDiffs(&b, d); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func printAgreement(b *bytes.Buffer, o evaluate.Agreement, of int) {
	number := fmt.Sprint(o.Episodes)
	if o.Episodes < of {
		number += fmt.Sprintf(" of %d", of)
	}
	fmt.Fprintf(b, "Of the ten most like each of %s episodes, %s are the same (%s with the first places counted most);\n"+
		"the first is the same for %s.\n\n", number, percent(o.Mean), percent(o.Order), percent(o.First))
	most := 1
	for _, n := range o.Distribution {
		most = max(most, n)
	}
	fmt.Fprintln(b, "same    episodes")
	for i := evaluate.TopTen; i >= 0; i-- {
		n := o.Distribution[i]
		line := fmt.Sprintf("%3d %%   %8d %s", 100*i/evaluate.TopTen, n, strings.Repeat("#", (n*barWidth+most-1)/most))
		fmt.Fprintln(b, strings.TrimRight(line, " "))
	}
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// printChanged prints the results of both models in two columns. A + is in front of a
// result that only one model gives.
func printChanged(b *bytes.Buffer, c evaluate.ChangedEpisode, d evaluate.ModelDiff) error {
	fmt.Fprintf(b, "\n%s (%s): %.0f %% the same\n", oneLine(c.Title), c.ID, 100*c.Overlap)
	lists := newTable(table.Row{"#", d.Active, d.Other})
	for i := range max(len(c.Active), len(c.Other)) {
		lists.AppendRow(table.Row{i + 1, cell(c.Active, i), cell(c.Other, i)})
	}
	return render(b, lists)
}

func cell(list []evaluate.RankedTitle, i int) string {
	if i >= len(list) {
		return ""
	}
	mark := "+ "
	if list[i].Both {
		mark = "  "
	}
	return mark + text.Snip(oneLine(list[i].Title), columnWidth, "…")
}

func printTaskDiffs(b *bytes.Buffer, d evaluate.ModelDiff) error {
	if d.Problem != "" {
		fmt.Fprintf(b, "\nNot measured: %s.\n", d.Problem)
	}
	if len(d.Tasks) == 0 {
		return nil
	}
	fmt.Fprintf(b, "\n%s by labels of the catalogue's own:\n", d.Tasks[0].Metric)
	figures := newTable(table.Row{"task", "queries", "in use", "other", "difference", "p", "wins", "ties", "losses"})
	for _, t := range d.Tasks {
		figures.AppendRow(table.Row{t.Task, t.Queries, estimate(t.Active), estimate(t.Other), estimate(t.Difference), fmt.Sprintf("%.4f", t.P), t.Wins, t.Ties, t.Losses})
	}
	return render(b, figures)
}
