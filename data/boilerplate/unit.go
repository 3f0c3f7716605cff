package boilerplate

import (
	"strings"

	"segue/data/text"
)

// gap is what parts a unit from the one before.
type gap uint8

const (
	space gap = iota
	line
	paragraph
)

func (g gap) String() string { return [...]string{" ", "\n", "\n\n"}[g] }

// unit is a sentence or a line: what is cut or kept as a whole.
type unit struct {
	start, end  int // bytes of the text
	first, last int // the half-open range of its words
	before      gap
	repeats     bool // in enough episodes
	cut         bool
}

func (u unit) words() int { return u.last - u.first }

// unitsOf cuts a text into units. A line ends a sentence.
func unitsOf(s string) []unit {
	units := make([]unit, 0, len(s)/80+1)
	before := space
	for at := 0; at < len(s); {
		written, _, _ := strings.Cut(s[at:], "\n")
		had := len(units)
		for start, end := range text.Sentences(written) {
			units = append(units, unit{start: at + start, end: at + end, before: before})
			before = space
		}
		if at += len(written) + 1; len(units) > had {
			before = line
		} else {
			before = paragraph
		}
	}
	return units
}
