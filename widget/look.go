package widget

import (
	"math"
	"strconv"
)

// Look is what the height of <segue-related> depends on.
type Look struct {
	// Layout is "list", which is the usual, "grid" or "row".
	Layout string
	// Count is the number of episodes, the attribute of that name.
	Count int
	// Columns is how many cards of a grid are beside each other: 1 where the
	// element is narrower than 32em, 2 below 56em, else 3.
	Columns int
	// Reasons, Heading and Theme say whether the element has reasons, a heading
	// (which it has unless heading=""), and a theme other than the page's.
	Reasons, Heading, Theme bool
}

// Lengths of src/related.css, in em of the element.
const (
	headingHeight = 1.125 * (1.35 + .5)
	rowHeight     = 5.5
	cardHeight    = 7.5
	reasonHeight  = 1.25
	cardGap       = .75
	rowScroll     = 1.5 // room for a scroll bar below one line of cards
	themePadding  = 2
)

// Height returns the height of the element as a CSS length in em, rounded up to a
// hundredth. A page that gives it as min-height does not move when the answer
// comes, whatever the answer and however wide the page; only a grid depends on
// the width.
func (l Look) Height() string {
	height := l.listHeight()
	if l.Heading {
		height += headingHeight
	}
	if l.Theme {
		height += themePadding
	}
	return strconv.FormatFloat(math.Ceil(height*100)/100, 'f', -1, 64) + "em"
}

func (l Look) listHeight() float64 {
	row, card := rowHeight, cardHeight
	if l.Reasons {
		row, card = row+reasonHeight, card+reasonHeight
	}
	switch l.Layout {
	case "row":
		return card + rowScroll
	case "grid":
		rows := math.Ceil(float64(l.Count) / float64(max(1, l.Columns)))
		return rows*card + (rows-1)*cardGap
	default:
		return float64(l.Count) * row
	}
}
