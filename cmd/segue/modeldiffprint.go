package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/recommend/evaluate"
)

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
