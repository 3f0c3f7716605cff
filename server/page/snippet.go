package page

import (
	"slices"

	"segue/recommend"
)

// piece is a part of a snippet, marked where it answers the question.
type piece struct {
	Text   string
	Marked bool
}

// pieces cuts a snippet at its highlights. Ranges that lie outside of the text
// or within one another are brought to what is left of them.
func pieces(s *recommend.Snippet) []piece {
	if s == nil {
		return nil
	}
	text := []rune(s.Text)
	var list []piece
	add := func(from, to int, marked bool) {
		if from < to {
			list = append(list, piece{string(text[from:to]), marked})
		}
	}
	at := 0
	for _, h := range sorted(s.Highlights) {
		from, to := max(h[0], at), min(h[1], len(text))
		if from < to {
			add(at, from, false)
			add(from, to, true)
			at = to
		}
	}
	add(at, len(text), false)
	return list
}

func sorted(ranges [][2]int) [][2]int {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b [2]int) int { return a[0] - b[0] })
	return ranges
}
