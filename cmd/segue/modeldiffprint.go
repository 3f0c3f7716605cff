package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// barWidth is the length of the longest bar of a distribution, and besideWidth that
// of a title beside another one, so that a line fits a terminal of 120 columns.
const (
	barWidth    = 40
	besideWidth = 54
)

// print prints the comparison for people.
func (d modelDiff) print(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s beside %s, which is in use\n\n", d.Other, d.Active)
	d.Overlap.print(&b, d.Episodes)
	for _, c := range d.Overlap.Changed {
		if err := c.print(&b, d); err != nil {
			return err
		}
	}
	if err := d.printTasks(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (o overlaps) print(b *bytes.Buffer, of int) {
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
	for i := topTen; i >= 0; i-- {
		n := o.Distribution[i]
		line := fmt.Sprintf("%3d %%   %8d %s", 100*i/topTen, n, strings.Repeat("#", (n*barWidth+most-1)/most))
		fmt.Fprintln(b, strings.TrimRight(line, " "))
	}
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// print prints both lists beside each other; + is before what only one of them has.
func (c changed) print(b *bytes.Buffer, d modelDiff) error {
	fmt.Fprintf(b, "\n%s (%s): %.0f %% the same\n", oneLine(c.Title), c.ID, 100*c.Overlap)
	lists := newTable(table.Row{"#", d.Active, d.Other})
	for i := range max(len(c.Active), len(c.Other)) {
		lists.AppendRow(table.Row{i + 1, beside(c.Active, i), beside(c.Other, i)})
	}
	return render(b, lists)
}

func beside(list []titled, i int) string {
	if i >= len(list) {
		return ""
	}
	mark := "+ "
	if list[i].Both {
		mark = "  "
	}
	return mark + text.Snip(oneLine(list[i].Title), besideWidth, "…")
}

func (d modelDiff) printTasks(b *bytes.Buffer) error {
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
