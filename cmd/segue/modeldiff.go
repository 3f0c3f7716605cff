package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data/text"
	"segue/recommend/evaluate"
	"segue/server/api"
)

type modelDiffCommand struct {
	otherModel
	engineFlags
	Limit  int  `help:"Number of most changed episodes to show." default:"5"`
	Sample int  `help:"Number of episodes to compare, spread evenly over the catalogue; 0 for all." default:"2000"`
	Eval   bool `help:"Also measure both models with labels from the catalogue." default:"true" negatable:""`
	Force  bool `help:"Compare even if vectors are missing."`
	JSON   bool `help:"Print the comparison as JSON." name:"json"`
}

func (modelDiffCommand) Help() string {
	return `Compares the ten most similar episodes of each episode: how many are the same, and which episodes
change most. This part embeds nothing. Then both models are measured as in
"segue eval --from-catalogue", which embeds a few hundred texts; --no-eval skips the measurement.
Wins, ties and losses count the queries for which the other model is better, equal or worse. p is
the probability of such a difference between two equally good models (paired bootstrap test).

Examples:
  segue model diff openai:text-embedding-3-large@3072
  segue model diff --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434
  segue model diff builtin --no-eval --limit 20 --json`
}

// Validate refuses negative numbers. Kong calls it.
func (cmd *modelDiffCommand) Validate() error {
	switch {
	case cmd.Limit < 0:
		return fmt.Errorf("--limit must be 0 or more, not %d", cmd.Limit)
	case cmd.Sample < 0:
		return fmt.Errorf("--sample must be 0 or more, not %d", cmd.Sample)
	}
	return cmd.otherModel.Validate()
}

func (cmd *modelDiffCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	d, err := t.models(c).Compare(ctx, cmd.choice(), app.CompareOptions{
		Force: cmd.Force, Measure: cmd.Eval, Name: cmd.Data, Source: app.Source{File: cmd.Data}, Engine: cmd.engine(),
		Sample: cmd.Sample, Changed: cmd.Limit, Progress: t.progress,
	})
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, d)
	}
	return printModelDiff(t.stdout, d)
}

// barWidth is the length of the longest bar of a distribution. columnWidth is the width of
// a title, so that two columns fit in a terminal of 120 columns.
const (
	barWidth    = 40
	columnWidth = 54
)

// printModelDiff prints a comparison of models as tables.
func printModelDiff(w io.Writer, d evaluate.ModelDiff) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s compared with the current %s\n\n", d.Other, d.Active)
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

func printAgreement(b *bytes.Buffer, o evaluate.Agreement, all int) {
	number := fmt.Sprint(o.Episodes)
	if o.Episodes < all {
		number += fmt.Sprintf(" of %d", all)
	}
	fmt.Fprintf(b, "Of the ten most similar episodes of each of %s episodes, %s are the same (%s if weighted by rank).\n"+
		"The first is the same for %s of the episodes.\n\n", number, percent(o.Mean), percent(o.Order), percent(o.First))
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

// printChanged prints the results of both models in two columns. A + marks a result of
// only one model.
func printChanged(b *bytes.Buffer, c evaluate.ChangedEpisode, d evaluate.ModelDiff) error {
	fmt.Fprintf(b, "\n%s (%s): %.0f %% the same\n", text.OneLine(c.Title), c.ID, 100*c.Overlap)
	lists := newTable(table.Row{"#", d.Active, d.Other})
	for i := range max(len(c.Active), len(c.Other)) {
		lists.AppendRow(table.Row{i + 1, cell(c.Active, i), cell(c.Other, i)})
	}
	return render(b, lists)
}

// cell returns the title of a result, or "" after the last one.
func cell(list []evaluate.RankedTitle, i int) string {
	if i >= len(list) {
		return ""
	}
	mark := "+ "
	if list[i].Both {
		mark = "  "
	}
	return mark + snip(text.OneLine(list[i].Title), columnWidth)
}

func printTaskDiffs(b *bytes.Buffer, d evaluate.ModelDiff) error {
	if d.Problem != "" {
		fmt.Fprintf(b, "\nNot measured: %s.\n", d.Problem)
	}
	if len(d.Tasks) == 0 {
		return nil
	}
	fmt.Fprintf(b, "\n%s with labels from the catalogue:\n", d.Tasks[0].Metric)
	figures := newTable(table.Row{"task", "queries", "current", "other", "difference", "p", "wins", "ties", "losses"})
	for _, t := range d.Tasks {
		figures.AppendRow(table.Row{t.Task, t.Queries, meanText(t.Active), meanText(t.Other), meanText(t.Difference), fmt.Sprintf("%.4f", t.P), t.Wins, t.Ties, t.Losses})
	}
	return render(b, figures)
}
