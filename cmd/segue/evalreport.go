package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/recommend/judge"
)

// report describes a measured task, with the comparisons and bad answers that are
// asked for.
func (cmd *evalCommand) report(set judge.Collection, m measured) (judge.Report, error) {
	r := judge.NewReport(set.Name, len(set.Episodes), m.task, m.runs)
	r.Model = m.model
	for _, pair := range cmd.pairs() {
		a, known := m.run(pair[0])
		b, too := m.run(pair[1])
		if !known || !too {
			continue // another kind of task has it
		}
		c, err := judge.Compare(a, b, judge.NDCG10)
		if err != nil {
			return judge.Report{}, err
		}
		r.Comparisons = append(r.Comparisons, c)
	}
	if run, ok := m.run(asAnswered); ok {
		r.Worst = judge.Worst(run, m.task, set.Episodes, judge.NDCG10, cmd.worst())
	}
	return r, nil
}

func printMarkdown(w io.Writer, e evaluation) error {
	for i, r := range e.Reports {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := r.Markdown(w); err != nil {
			return err
		}
	}
	if len(e.Choices) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("\n## Weights\n\n")
	for _, c := range e.Choices {
		fmt.Fprintf(&b, "- %s\n", c)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printTable prints everything for a terminal.
func printTable(w io.Writer, e evaluation) error {
	var b bytes.Buffer
	for _, r := range e.Reports {
		if err := tableOf(&b, r); err != nil {
			return err
		}
	}
	for _, c := range e.Choices {
		fmt.Fprintln(&b, c)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func tableOf(b *bytes.Buffer, r judge.Report) error {
	heading(b, r)
	metrics := shownMetrics(r)
	header := table.Row{"configuration"}
	for _, m := range metrics {
		header = append(header, m)
	}
	figures := newTable(header)
	for _, row := range r.Rows {
		cells := table.Row{row.Configuration}
		for _, f := range row.Figures {
			if slices.Contains(metrics, f.Metric) {
				cells = append(cells, estimate(f.Estimate))
			}
		}
		figures.AppendRow(cells)
	}
	if err := render(b, figures); err != nil {
		return err
	}
	if len(r.Comparisons) > 0 {
		b.WriteString("\n")
		if err := render(b, differences(r.Comparisons)); err != nil {
			return err
		}
	}
	worstOf(b, r)
	b.WriteString("\n")
	return nil
}

func heading(b *bytes.Buffer, r judge.Report) {
	fmt.Fprintf(b, "%s, %s: %d episodes, %d queries, %d labels", r.Collection, r.Task, r.Episodes, r.Queries, r.Labels)
	for i, signal := range r.Without {
		b.WriteString([]string{", without ", " and "}[min(i, 1)] + string(signal))
	}
	fmt.Fprintf(b, "\nmodel %s\n%s\n", r.Model, r.Made)
	if r.Caution != "" {
		fmt.Fprintln(b, r.Caution)
	}
}

// shownMetrics leave precision to labels by tags: where a query has a label or two,
// it is the recall in other numbers.
func shownMetrics(r judge.Report) []judge.Metric {
	if slices.Contains(r.Without, judge.SignalTags) {
		return judge.Metrics()
	}
	return slices.DeleteFunc(judge.Metrics(), func(m judge.Metric) bool { return m == judge.Precision10 })
}

func differences(list []judge.Comparison) table.Writer {
	t := newTable(table.Row{"difference", string(judge.NDCG10), "p", "wins", "ties", "losses"})
	for _, c := range list {
		t.AppendRow(table.Row{c.A + " - " + c.B, estimate(c.Difference), fmt.Sprintf("%.4f", c.P), c.Wins, c.Ties, c.Losses})
	}
	return t
}

// worstOf lists the bad answers; + is before an episode that was wanted.
func worstOf(b *bytes.Buffer, r judge.Report) {
	for i, f := range r.Worst {
		if i == 0 {
			fmt.Fprintf(b, "\nworst of %s:\n", f.Configuration)
		}
		fmt.Fprintf(b, "%s %s\n", three(f.Score), oneLine(f.Query.Text))
		wanted := f.Wanted[:min(len(f.Wanted), judge.Page)]
		fmt.Fprintf(b, "  wanted %d:\n", len(f.Wanted))
		listAnswered(b, wanted)
		fmt.Fprintln(b, "  answered:")
		listAnswered(b, f.Answered)
	}
}

func listAnswered(b *bytes.Buffer, list []judge.Answered) {
	for _, a := range list {
		mark := " "
		if a.Grade > 0 {
			mark = "+"
		}
		title := oneLine(a.Title)
		if title == "" {
			title = string(a.ID)
		}
		fmt.Fprintf(b, "  %s %s\n", mark, title)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// estimate is a mean with its interval, as in ".412 .380–.446".
func estimate(e judge.Estimate) string {
	return fmt.Sprintf("%s %s–%s", three(e.Mean), three(e.Low), three(e.High))
}

// three prints three digits without the 0 that nearly every figure begins with.
func three(x float64) string {
	s := fmt.Sprintf("%.3f", x)
	switch {
	case s == "-0.000":
		return ".000"
	case strings.HasPrefix(s, "-0"):
		return "-" + s[2:]
	}
	return strings.TrimPrefix(s, "0")
}
