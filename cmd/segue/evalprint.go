package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/data/text"
	"segue/recommend/evaluate"
)

// withoutWorst returns the evaluation without the worst queries.
func withoutWorst(e app.Evaluation) app.Evaluation {
	reports := append([]evaluate.Report{}, e.Reports...)
	for i := range reports {
		reports[i].Worst = nil
	}
	e.Reports = reports
	return e
}

func printMarkdown(w io.Writer, e app.Evaluation) error {
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
	if len(e.Honesty) > 0 {
		if _, err := io.WriteString(w, "\n"+evaluate.HonestyMarkdown(e.Honesty)); err != nil {
			return err
		}
	}
	if len(e.Choices) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("\n## Weights\n\n")
	for _, c := range e.Choices {
		fmt.Fprintf(&b, "- %s\n", choiceLine(c))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printTable prints an evaluation as tables.
func printTable(w io.Writer, e app.Evaluation) error {
	var b bytes.Buffer
	for _, r := range e.Reports {
		if err := printReport(&b, r); err != nil {
			return err
		}
	}
	printHonesty(&b, e.Honesty)
	for _, c := range e.Choices {
		fmt.Fprintln(&b, choiceLine(c))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func printReport(b *bytes.Buffer, r evaluate.Report) error {
	printHeading(b, r)
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
				cells = append(cells, meanText(f.Estimate))
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
	printWorst(b, r)
	b.WriteString("\n")
	return nil
}

func printHeading(b *bytes.Buffer, r evaluate.Report) {
	fmt.Fprintf(b, "%s, %s: %d episodes, %d queries, %d labels", r.Collection, r.Task, r.Episodes, r.Queries, r.Labels)
	for i, signal := range r.Without {
		b.WriteString([]string{", without ", " and "}[min(i, 1)] + string(signal))
	}
	fmt.Fprintf(b, "\nmodel %s\n%s\n", r.Model, r.Origin)
	if r.Caution != "" {
		fmt.Fprintln(b, r.Caution)
	}
}

// shownMetrics returns the metrics of a table. Precision is only shown for labels from
// tags: with one or two labels per query it is proportional to recall.
func shownMetrics(r evaluate.Report) []evaluate.Metric {
	if slices.Contains(r.Without, evaluate.SignalTags) {
		return evaluate.Metrics()
	}
	return slices.DeleteFunc(evaluate.Metrics(), func(m evaluate.Metric) bool { return m == evaluate.Precision10 })
}

func differences(list []evaluate.Comparison) table.Writer {
	t := newTable(table.Row{"difference", string(evaluate.NDCG10), "p", "wins", "ties", "losses"})
	for _, c := range list {
		t.AppendRow(table.Row{c.A + " - " + c.B, meanText(c.Difference), fmt.Sprintf("%.4f", c.P), c.Wins, c.Ties, c.Losses})
	}
	return t
}

// printWorst prints the worst queries. A + marks relevant episodes.
func printWorst(b *bytes.Buffer, r evaluate.Report) {
	for i, f := range r.Worst {
		if i == 0 {
			fmt.Fprintf(b, "\nworst of %s:\n", f.Configuration)
		}
		fmt.Fprintf(b, "%s %s\n", evaluate.FormatScore(f.Score), text.OneLine(f.Query.Text))
		wanted := f.Relevant[:min(len(f.Relevant), evaluate.Page)]
		fmt.Fprintf(b, "  wanted %d:\n", len(f.Relevant))
		printAnswered(b, wanted)
		fmt.Fprintln(b, "  answered:")
		printAnswered(b, f.Answered)
	}
}

func printAnswered(b *bytes.Buffer, list []evaluate.GradedEpisode) {
	for _, a := range list {
		mark := " "
		if a.Grade > 0 {
			mark = "+"
		}
		title := text.OneLine(a.Title)
		if title == "" {
			title = string(a.ID)
		}
		fmt.Fprintf(b, "  %s %s\n", mark, title)
	}
}

// meanText formats a mean with its confidence interval, such as ".412 .380–.446".
func meanText(e evaluate.Estimate) string {
	return fmt.Sprintf("%s %s–%s", evaluate.FormatScore(e.Mean), evaluate.FormatScore(e.Low), evaluate.FormatScore(e.High))
}

// labelsNeeded is the advice if a kind of task has too few queries.
var labelsNeeded = map[evaluate.Kind]string{
	evaluate.Search:  "descriptions of at least 40 words become queries",
	evaluate.Similar: "links between episodes in descriptions, guests, and numbered parts in titles become queries",
}

// choiceLine describes the choice of a weight.
func choiceLine(c evaluate.WeightChoice) string {
	if c.Choice == nil {
		return fmt.Sprintf("%s: %s; %s.", c.Kind, c.Problem, labelsNeeded[c.Kind])
	}
	line := fmt.Sprintf("%s: weight %s", c.Kind, evaluate.FormatWeight(c.Weight))
	if !c.Changes() {
		line += fmt.Sprintf(" is kept, with %s %s", c.Metric, evaluate.FormatScore(c.Mean))
	} else {
		line += fmt.Sprintf(" instead of %s, with %s %s instead of %s", evaluate.FormatWeight(c.Current), c.Metric, evaluate.FormatScore(c.Mean), evaluate.FormatScore(c.CurrentMean))
	}
	line += fmt.Sprintf(" (%s on held-out queries; the best is %s with %s); %.0f of %d folds chose it; %d queries from %s.",
		evaluate.FormatScore(c.HeldOut), evaluate.FormatWeight(c.Best), evaluate.FormatScore(c.BestMean), c.Stability*evaluate.Folds, evaluate.Folds, c.Queries, strings.Join(c.Tasks, ", "))
	if off := map[float64]string{0: "meaning", 1: "words"}[c.Weight]; off != "" {
		line += fmt.Sprintf(" It turns %s off.", off)
	}
	switch {
	case c.Kept:
		line += " It is stored."
	case c.Changes():
		line += ` "segue eval --from-catalogue --write" stores it.`
	}
	return line
}

// printHonesty prints how many foreign questions have no results, and what the own ones lose.
func printHonesty(b *bytes.Buffer, list []evaluate.Honesty) {
	for _, h := range list {
		for _, f := range h.Foreign {
			fmt.Fprintf(b, "%s: %d of %d %s have no result\n", h.Collection, f.Refused, f.Questions, f.Name)
		}
		if o := h.Own; o != nil {
			fmt.Fprintf(b, "%s: %d of %d own searches lose a relevant first result; nDCG@10 %s instead of %s\n",
				h.Collection, o.Lost, o.Questions, evaluate.FormatScore(o.NDCG), evaluate.FormatScore(o.Unfiltered))
		}
	}
}
