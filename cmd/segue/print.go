package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/data"
	"segue/recommend"
)

// titleWidth is the maximum width of a title. A row of a table then fits in a terminal of
// 120 columns.
const titleWidth = 62

// maxPrinted is the maximum number of printed problems. A program that writes invalid
// lines usually makes the same mistake in every line.
const maxPrinted = 20

// printAnswer prints results as a table. With why, the reasons follow each result.
func printAnswer(w io.Writer, a recommend.Answer, why bool) error {
	if len(a.Results) > 0 {
		return printResults(w, a.Results, a.Offset, why)
	}
	if _, err := fmt.Fprintln(w, cmp.Or(a.Empty, "no more results")); err != nil || len(a.Weak) == 0 {
		return err
	}
	if _, err := fmt.Fprintln(w, "\nweak matches, perhaps by chance:"); err != nil {
		return err
	}
	return printResults(w, a.Weak, 0, why)
}

// printResults prints results as a table. offset is the number of results before them.
func printResults(w io.Writer, results []recommend.Result, offset int, why bool) error {
	t := newTable(table.Row{"#", "score", "episode", "published", "length", "id"})
	for i, r := range results {
		t.AppendRow(append(table.Row{offset + i + 1, scoreText(r)}, columns(r.Episode)...))
	}
	if !why {
		return render(w, t)
	}
	return renderWith(w, t, func(row int) []string { return whyLines(results[row]) })
}

// scoreText returns the score of a result, or "-" for a fallback result, which has none.
func scoreText(r recommend.Result) string {
	if r.Score == 0 && r.Source != recommend.SourceSemantic && r.Source != recommend.SourceKeyword {
		return "-"
	}
	return fmt.Sprintf("%.3f", r.Score)
}

func newTable(header table.Row) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleDefault)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Box.PaddingLeft = ""
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(header)
	return t
}

func render(w io.Writer, t table.Writer) error {
	return renderWith(w, t, func(int) []string { return nil })
}

// renderWith prints a table with additional lines below each row. The first row is 0.
func renderWith(w io.Writer, t table.Writer, below func(row int) []string) error {
	var b strings.Builder
	for n, line := range strings.Split(t.Render(), "\n") {
		fmt.Fprintln(&b, strings.TrimRight(line, " "))
		if n == 0 {
			continue // the header
		}
		for _, more := range below(n - 1) {
			fmt.Fprintf(&b, "  %s\n", more)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// snip shortens a text to a width in columns.
func snip(s string, width int) string { return text.Snip(s, width, "…") }

// columns returns the title, date, length and id of an episode.
func columns(e data.Episode) table.Row {
	return table.Row{snip(e.Title, titleWidth), day(e.Published), minutes(e.Duration), e.ID}
}

// day formats a date, or "-" if it is unknown.
func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}

// minutes formats a duration in whole minutes, or "-" if it is unknown.
func minutes(d time.Duration) string {
	n := data.Minutes(d)
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%d min", n)
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.2f", float64(bytes)/1e6) }

// count formats a number with its noun in the singular or plural.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// whyWidth is the maximum width of an explanation. An indented line then fits in a
// terminal of 120 columns.
const whyWidth = 118

// whyLines explains a result: shared properties, the best passage, and hidden duplicates.
func whyLines(r recommend.Result) []string {
	var shared, lines []string
	passage := ""
	for _, reason := range r.Reasons {
		if reason.Kind == recommend.ReasonPassage {
			passage = reason.Text
			continue
		}
		shared = append(shared, reasonText(reason))
	}
	if len(shared) > 0 {
		lines = append(lines, strings.Join(shared, "; "))
	}
	if r.Snippet != nil {
		passage = cmp.Or(r.Snippet.Text, passage)
	}
	if r.Moment != nil {
		passage = data.Clock(r.Moment.Start) + " " + passage
	}
	if passage != "" {
		lines = append(lines, fmt.Sprintf("“%s”", data.Shorten(passage, whyWidth-2)))
	}
	for _, d := range r.Duplicates {
		lines = append(lines, fmt.Sprintf("also: %s (%s)", d.Title, d.Reason))
	}
	return lines
}

// reasonText formats a reason.
func reasonText(r recommend.Reason) string {
	if r.Kind == recommend.ReasonPerson {
		return "with " + r.Text
	}
	return fmt.Sprintf("%s: %s", r.Kind, r.Text)
}
