package page

import (
	"fmt"
	"strconv"
	"time"

	"segue/data"
	"segue/recommend"
)

// row is an episode in a list.
type row struct {
	// URL is the path of the episode's page on this server.
	URL string
	Title
	// Show is empty if the page already names the show.
	Show    string
	Date    timeText
	Length  timeText
	Summary string
}

// timeText is a date or a duration for people (Text) and for machines (ISO). Both are empty
// if it is unknown.
type timeText struct{ Text, ISO string }

// result is an episode of an answer.
type result struct {
	row
	// Score is 0 to 1 with two digits, or empty for a weak match.
	Score string
	bar
	// Notes are the reasons for the result.
	Notes []string
	// Snippet is the passage that best matches the query, in pieces.
	Snippet []piece
	// Moment is the link to the snippet on the page of the episode if the snippet is a passage of
	// its transcript; otherwise nil.
	Moment *link
	// Passage is the passage that is most similar to the page's episode, in pieces. It is empty in a
	// search, whose results have a snippet.
	Passage []piece
	// Duplicates are the first duplicates of the result, MoreDuplicates is the number of
	// the others.
	Duplicates     []link
	MoreDuplicates int
}

// maxDuplicates is how many duplicates of a result are shown. A daily show may have
// hundreds.
const maxDuplicates = 3

// bar is the width of a bar in percent.
type bar struct{ Width string }

// newBar converts a share from 0 to 1; it clamps other values.
func newBar(share float64) bar {
	return bar{strconv.FormatFloat(clamp(share)*100, 'f', 1, 64)}
}

func clamp(share float64) float64 {
	if !(share > 0) { // also NaN
		return 0
	}
	return min(share, 1)
}

func newRow(e data.Episode, withShow bool) row {
	r := row{
		URL: episodePath(e.ID), Title: splitTitle(e.Title, e.People), Summary: e.Summary(),
		Date: date(e.Published), Length: length(e.Duration),
	}
	if withShow {
		r.Show = e.Show.Title
	}
	return r
}

func newResults(answer []recommend.Result, withShow bool, w wording) []result {
	var list []result
	for _, x := range answer {
		r := result{
			row: newRow(x.Episode, withShow), Score: strconv.FormatFloat(clamp(x.Score), 'f', 2, 64), bar: newBar(x.Score),
			Notes: notes(x, w), Snippet: pieces(x.Snippet), Passage: passage(x),
		}
		if x.Moment != nil {
			m := newMark(x.Episode, x.Moment.Start, "")
			r.Moment = &link{m.Clock, r.URL + "#t=" + m.At}
		}
		for _, d := range x.Duplicates[:min(len(x.Duplicates), maxDuplicates)] {
			r.Duplicates = append(r.Duplicates, link{d.Title, episodePath(d.ID)})
		}
		r.MoreDuplicates = len(x.Duplicates) - len(r.Duplicates)
		list = append(list, r)
	}
	return list
}

func date(t time.Time) timeText {
	if t.IsZero() {
		return timeText{}
	}
	return timeText{t.UTC().Format("2 Jan 2006"), t.UTC().Format(time.DateOnly)}
}

// length formats a duration in hours and minutes, rounded by [data.Minutes], or in seconds
// if it is shorter than a minute.
func length(d time.Duration) timeText {
	minutes := data.Minutes(d)
	if minutes == 0 {
		return timeText{}
	}
	seconds := int(d.Seconds())
	s := timeText{ISO: fmt.Sprintf("PT%dS", seconds)}
	switch {
	case seconds < 60:
		s.Text = fmt.Sprintf("%d s", seconds)
	case minutes < 60:
		s.Text = fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		s.Text = fmt.Sprintf("%d h", minutes/60)
	default:
		s.Text = fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	}
	return s
}

// count formats a number with thousands separators: 13,883.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
