package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/recommend/evaluate"
	"segue/server/api"
)

// appendReports adds a report of each task, with the comparisons and the bad answers
// that the flags ask for.
func (cmd *evalCommand) appendReports(reports []evaluate.Report, set evaluate.Collection, list []evaluate.TaskRuns) ([]evaluate.Report, error) {
	for _, runs := range list {
		r, err := runs.Report(set, evaluate.ReportOptions{Pairs: cmd.pairs(), Worst: cmd.worst()})
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// print prints the table, or JSON or Markdown. With a file for these, it prints the
// table, too.
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

// worst is how many bad answers of each task are shown.
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

// withoutWorst leaves out the bad answers.
func (e evaluation) withoutWorst() evaluation {
	reports := append([]evaluate.Report{}, e.Reports...)
	for i := range reports {
		reports[i].Worst = nil
	}
	e.Reports = reports
	return e
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
		fmt.Fprintf(&b, "- %s\n", choiceLine(c))
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
		fmt.Fprintln(&b, choiceLine(c))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func tableOf(b *bytes.Buffer, r evaluate.Report) error {
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

func heading(b *bytes.Buffer, r evaluate.Report) {
	fmt.Fprintf(b, "%s, %s: %d episodes, %d queries, %d labels", r.Collection, r.Task, r.Episodes, r.Queries, r.Labels)
	for i, signal := range r.Without {
		b.WriteString([]string{", without ", " and "}[min(i, 1)] + string(signal))
	}
	fmt.Fprintf(b, "\nmodel %s\n%s\n", r.Model, r.Origin)
	if r.Caution != "" {
		fmt.Fprintln(b, r.Caution)
	}
}

// shownMetrics leave precision to labels by tags: where a query has a label or two,
// it is the recall in other numbers.
func shownMetrics(r evaluate.Report) []evaluate.Metric {
	if slices.Contains(r.Without, evaluate.SignalTags) {
		return evaluate.Metrics()
	}
	return slices.DeleteFunc(evaluate.Metrics(), func(m evaluate.Metric) bool { return m == evaluate.Precision10 })
}

func differences(list []evaluate.Comparison) table.Writer {
	t := newTable(table.Row{"difference", string(evaluate.NDCG10), "p", "wins", "ties", "losses"})
	for _, c := range list {
		t.AppendRow(table.Row{c.A + " - " + c.B, estimate(c.Difference), fmt.Sprintf("%.4f", c.P), c.Wins, c.Ties, c.Losses})
	}
	return t
}

// worstOf lists the bad answers; + is before an episode that was wanted.
func worstOf(b *bytes.Buffer, r evaluate.Report) {
	for i, f := range r.Worst {
		if i == 0 {
			fmt.Fprintf(b, "\nworst of %s:\n", f.Configuration)
		}
		fmt.Fprintf(b, "%s %s\n", evaluate.FormatScore(f.Score), oneLine(f.Query.Text))
		wanted := f.Relevant[:min(len(f.Relevant), evaluate.Page)]
		fmt.Fprintf(b, "  wanted %d:\n", len(f.Relevant))
		listAnswered(b, wanted)
		fmt.Fprintln(b, "  answered:")
		listAnswered(b, f.Answered)
	}
}

func listAnswered(b *bytes.Buffer, list []evaluate.GradedEpisode) {
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
func estimate(e evaluate.Estimate) string {
	return fmt.Sprintf("%s %s–%s", evaluate.FormatScore(e.Mean), evaluate.FormatScore(e.Low), evaluate.FormatScore(e.High))
}

// labelsNeeded is the advice where a kind of task has too few queries.
var labelsNeeded = map[evaluate.Kind]string{
	evaluate.Search:  "descriptions of 40 words and more make queries, each of a sentence",
	evaluate.Similar: "links between episodes in their notes, guests with that role, and numbered parts in titles make queries",
}

// choiceLine describes the choice of a weight.
func choiceLine(c evaluate.WeightChoice) string {
	if c.Choice == nil {
		return fmt.Sprintf("%s: %s; %s.", c.Kind, c.Problem, labelsNeeded[c.Kind])
	}
	line := fmt.Sprintf("%s: weight %s", c.Kind, evaluate.FormatWeight(c.Weight))
	if !c.Changes() {
		line += fmt.Sprintf(" stays, with %s %s", c.Metric, evaluate.FormatScore(c.Mean))
	} else {
		line += fmt.Sprintf(" instead of %s, with %s %s instead of %s", evaluate.FormatWeight(c.Current), c.Metric, evaluate.FormatScore(c.Mean), evaluate.FormatScore(c.CurrentMean))
	}
	line += fmt.Sprintf(" (%s on queries held out; the best is %s with %s); %.0f of %d folds chose it, of %d queries by %s.",
		evaluate.FormatScore(c.HeldOut), evaluate.FormatWeight(c.Best), evaluate.FormatScore(c.BestMean), c.Stability*evaluate.Folds, evaluate.Folds, c.Queries, strings.Join(c.Tasks, ", "))
	if off := map[float64]string{0: "meaning", 1: "words"}[c.Weight]; off != "" {
		line += fmt.Sprintf(" It turns %s off.", off)
	}
	switch {
	case c.Kept:
		line += " It is kept."
	case c.Changes():
		line += ` "segue eval --from-catalogue --write" keeps it.`
	}
	return line
}
