package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
)

// titleWidth keeps a line of a table within a terminal of 120 columns.
const titleWidth = 62

// printAnswer prints results as a table for people; with why, each with what led to
// it.
func printAnswer(w io.Writer, a recommend.Answer, why bool) error {
	if len(a.Results) == 0 {
		_, err := fmt.Fprintln(w, cmp.Or(a.Empty, "no more results"))
		return err
	}
	t := newTable(table.Row{"#", "score", "episode", "published", "length", "id"})
	for i, r := range a.Results {
		t.AppendRow(append(table.Row{a.Offset + i + 1, scoreOf(r)}, columns(r.Episode)...))
	}
	if !why {
		return render(w, t)
	}
	return renderWith(w, t, func(row int) []string { return whyLines(a.Results[row]) })
}

// scoreOf is "-" for a result that only follows where others run out: it has no
// score.
func scoreOf(r recommend.Result) string {
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

// renderWith prints under each row of a table, which are numbered from 0, further
// lines.
func renderWith(w io.Writer, t table.Writer, under func(row int) []string) error {
	var b strings.Builder
	for n, line := range strings.Split(t.Render(), "\n") {
		fmt.Fprintln(&b, strings.TrimRight(line, " "))
		if n == 0 {
			continue // the header
		}
		for _, more := range under(n - 1) {
			fmt.Fprintf(&b, "  %s\n", more)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// columns are title, date, length and id of an episode.
func columns(e data.Episode) table.Row {
	return table.Row{text.Snip(e.Title, titleWidth, "…"), day(e.Published), minutes(e.Duration), e.ID}
}

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}

// minutes returns a playing time as [data.Minutes], or "-" where it is unknown.
func minutes(d time.Duration) string {
	n := data.Minutes(d)
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%d min", n)
}

// resolve finds the episode that a person names by id, page address or GUID.
func resolve(ctx context.Context, c catalog.Store, name string) (data.Ref, error) {
	refs := []data.Ref{{ID: data.EpisodeID(name)}, {GUID: name}}
	if strings.Contains(name, "://") {
		refs = []data.Ref{{URL: name}, {GUID: name}}
	}
	for _, ref := range refs {
		_, err := c.Find(ctx, ref)
		if err == nil || !errors.Is(err, data.ErrUnknownEpisode) {
			return ref, err
		}
	}
	return data.Ref{}, hinted{fmt.Errorf("no episode has the id, address or GUID %q", name), `"segue episodes" lists the ids`}
}

// count is a number with its noun in the right form.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
