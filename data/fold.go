package data

import (
	"strings"
	"unicode"
)

// Fold gives two texts the same form exactly where [strings.EqualFold] calls
// them equal.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // bytes that are no text become U+FFFD, as there
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

// foldRune returns the smallest of the letters that differ from r in case only.
func foldRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}
