package evaluate

import (
	"fmt"
	"io"
	"strings"

	"segue/data/text"
)

// Markdown writes a report as a section with a heading of level 2, its tables, and a list of
// the worst queries.
func (r Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s, %s\n\n%s", markdown(r.Collection), markdown(r.Task), markdown(r.Origin))
	if r.Caution != "" {
		b.WriteString(" " + markdown(r.Caution))
	}
	fmt.Fprintf(&b, "\n\n%d episodes, %d queries, %d labels", r.Episodes, r.Queries, r.Labels)
	if r.Model != "" {
		b.WriteString(", model " + markdown(r.Model))
	}
	for i, signal := range r.Without {
		b.WriteString([]string{", without ", " and "}[min(i, 1)] + string(signal))
	}
	b.WriteString(".\n")
	r.figures(&b)
	r.comparisons(&b)
	r.worst(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) figures(b *strings.Builder) {
	if len(r.Rows) == 0 {
		return
	}
	header := []string{"configuration"}
	for _, m := range Metrics() {
		header = append(header, string(m))
	}
	tableHeader(b, header)
	for _, row := range r.Rows {
		cells := []string{markdown(row.Configuration)}
		for _, f := range row.Figures {
			cells = append(cells, f.String())
		}
		tableRow(b, cells)
	}
}

func (r Report) comparisons(b *strings.Builder) {
	if len(r.Comparisons) == 0 {
		return
	}
	tableHeader(b, []string{"difference", "metric", "mean", "p", "wins", "ties", "losses"})
	for _, c := range r.Comparisons {
		tableRow(b, []string{
			markdown(c.A) + " − " + markdown(c.B), string(c.Metric), c.Difference.String(), fmt.Sprintf("%.4f", c.P),
			fmt.Sprint(c.Wins), fmt.Sprint(c.Ties), fmt.Sprint(c.Losses),
		})
	}
}

func (r Report) worst(b *strings.Builder) {
	if len(r.Worst) == 0 {
		return
	}
	b.WriteString("\nWorst queries:\n\n")
	for _, f := range r.Worst {
		fmt.Fprintf(b, "- **%s** (%s, %s %s)\n", markdown(f.Query.Text), markdown(f.Configuration), f.Metric, FormatScore(f.Score))
		fmt.Fprintf(b, "  - wanted: %s\n", titles(f.Relevant))
		fmt.Fprintf(b, "  - answered: %s\n", titles(f.Answered))
	}
}

// maxTitles is the highest number of titles of a list. A tag may relate an episode to eighty
// others.
const maxTitles = 10

// titles joins the titles of episodes. Relevant ones have a check mark.
func titles(list []GradedEpisode) string {
	if len(list) == 0 {
		return "nothing"
	}
	var names []string
	for _, a := range first(list, maxTitles) {
		name := markdown(a.Title)
		if name == "" {
			name = markdown(string(a.ID))
		}
		if a.Grade > 0 {
			name += " ✓"
		}
		names = append(names, name)
	}
	if more := len(list) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, "; ")
}

// String returns the mean with its interval, as in ".412 (.380–.446)".
func (e Estimate) String() string {
	return fmt.Sprintf("%s (%s–%s)", FormatScore(e.Mean), FormatScore(e.Low), FormatScore(e.High))
}

// FormatScore formats a score with three digits and without the leading 0, as in ".412".
func FormatScore(x float64) string {
	s := fmt.Sprintf("%.3f", x)
	if s == "-0.000" {
		return ".000"
	}
	return strings.Replace(strings.TrimPrefix(s, "0"), "-0.", "-.", 1)
}

func tableHeader(b *strings.Builder, cells []string) {
	b.WriteString("\n")
	tableRow(b, cells)
	b.WriteString("|" + strings.Repeat("---|", len(cells)) + "\n")
}

func tableRow(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`)

// markdown returns s on one line, with Markdown syntax escaped.
func markdown(s string) string { return markdownEscapes.Replace(text.OneLine(s)) }
