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
	// URL is the path of the episode's page here.
	URL string
	Title
	// Show is empty where it would only repeat what stands above.
	Show    string
	Date    stamp
	Length  stamp
	Summary string
}

// stamp is a date or a duration for people and, by its ISO form, for machines.
// Both are empty where it is unknown.
type stamp struct{ Text, ISO string }

// result is an episode of an answer.
type result struct {
	row
	// Score is 0 to 1 with two digits.
	Score string
	bar
	// Notes say in words why the episode is here.
	Notes []string
	// Snippet is the passage that answers best, in pieces.
	Snippet []piece
	// Passage is what of the episode is nearest to the one above, empty where
	// nothing is quoted.
	Passage string
	// Again are the first of the episodes that this one stands for, AgainMore the
	// number of the others.
	Again     []link
	AgainMore int
}

// shownAgain is the re-runs of a result that are named: a daily show may have
// hundreds.
const shownAgain = 3

// bar is a share of a whole that is 100 wide.
type bar struct{ Width string }

// newBar takes a share of 0 to 1; what is not in there is brought there.
func newBar(share float64) bar {
	return bar{strconv.FormatFloat(clamp(share)*100, 'f', 1, 64)}
}

func clamp(share float64) float64 {
	if !(share > 0) { // also what is not a number
		return 0
	}
	return min(share, 1)
}

func newRow(e data.Episode, withShow bool) row {
	r := row{
		URL: "/episodes/" + string(e.ID), Title: splitTitle(e.Title, e.People), Summary: e.Summary(),
		Date: date(e.Published), Length: length(e.Duration),
	}
	if withShow {
		r.Show = e.Show.Title
	}
	return r
}

func newResults(answer []recommend.Result, withShow bool, say wording) []result {
	var list []result
	for _, x := range answer {
		r := result{
			row: newRow(x.Episode, withShow), Score: strconv.FormatFloat(clamp(x.Score), 'f', 2, 64), bar: newBar(x.Score),
			Notes: notes(x, say), Snippet: pieces(x.Snippet), Passage: passage(x),
		}
		for _, d := range x.Duplicates[:min(len(x.Duplicates), shownAgain)] {
			r.Again = append(r.Again, link{d.Title, "/episodes/" + string(d.ID)})
		}
		r.AgainMore = len(x.Duplicates) - len(r.Again)
		list = append(list, r)
	}
	return list
}

func date(t time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{t.UTC().Format("2 Jan 2006"), t.UTC().Format(time.DateOnly)}
}

// length returns a playing time in hours and the minutes of [data.Minutes], and in
// seconds where it is shorter than a minute.
func length(d time.Duration) stamp {
	minutes := data.Minutes(d)
	if minutes == 0 {
		return stamp{}
	}
	seconds := int(d.Seconds())
	s := stamp{ISO: fmt.Sprintf("PT%dS", seconds)}
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

// count writes a number with a comma at the thousands: 13,883.
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
