package boilerplate

import (
	"strings"

	"segue/data/text"
)

// gap is the separator between a unit and the previous one.
type gap uint8

const (
	space gap = iota
	line
	paragraph
)

func (g gap) String() string { return [...]string{" ", "\n", "\n\n"}[g] }

// unit is a sentence or a line. It is cut or kept as a whole.
type unit struct {
	start, end  int // bytes of the text
	first, last int // the half-open range of its words
	before      gap
	repeats     bool // in enough episodes
	cut         bool
}

func (u unit) words() int { return u.last - u.first }

// unitsOf splits a text into units. The end of a line ends a sentence.
func unitsOf(s string) []unit {
	units := make([]unit, 0, len(s)/80+1)
	before := space
	for at := 0; at < len(s); {
		current, _, _ := strings.Cut(s[at:], "\n")
		count := len(units)
		for start, end := range text.Sentences(current) {
			units = append(units, unit{start: at + start, end: at + end, before: before})
			before = space
		}
		if at += len(current) + 1; len(units) > count {
			before = line
		} else {
			before = paragraph
		}
	}
	return units
}
