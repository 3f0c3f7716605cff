package page

import (
	"slices"

	"segue/recommend"
)

// piece is a part of a snippet. It is marked if it matches the query.
type piece struct {
	Text   string
	Marked bool
}

// pieces splits a snippet at its highlights. It clips ranges that overlap or exceed the
// text. A highlight of the whole text is left out, because it emphasises nothing.
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
	if len(list) == 1 {
		list[0].Marked = false
	}
	return list
}

func sorted(ranges [][2]int) [][2]int {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b [2]int) int { return a[0] - b[0] })
	return ranges
}
