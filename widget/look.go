package widget

import (
	"math"
	"strconv"
)

// Look holds the settings of <segue-related> that determine its height.
type Look struct {
	// Layout is "list" (the default), "grid" or "row".
	Layout string
	// Count is the number of episodes.
	Count int
	// Columns is the number of columns of a grid: 1 if the element is narrower than 32em,
	// 2 below 56em, else 3.
	Columns int
	// Reasons is true if reasons are shown. Heading is false if the attribute heading is
	// empty. Theme is true if the theme is not "auto".
	Reasons, Heading, Theme bool
}

// Lengths from src/related.css, in em of the element.
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
// hundredth. With this min-height, a page does not move when the episodes load. Only the
// height of a grid depends on the width of the page.
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
