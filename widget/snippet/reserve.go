package snippet

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"segue/widget"
)

// reserve is how an element is given its height before it has its content.
type reserve struct {
	// attribute is the content of a style attribute, rule what a style sheet has.
	attribute, rule string
	// placeStyle is the style of a box around the element, empty where it needs none.
	placeStyle string
}

const (
	// placeClass names the box around a grid in a style sheet.
	placeClass = "segue-place"
	// searchHeight is that of the label and the field with its button (src/search.css).
	searchHeight = 1.35 + .375 + 2.75
	themePadding = 2
	// themeSides is what a theme takes of the width.
	themeSides = 2.5
)

// columnsFrom are the widths in em from which on a grid has two columns, and three
// (src/related.css).
var columnsFrom = []float64{32, 56}

// around is the attribute of the box around the element, empty where there is none.
func (r reserve) around(attribute, value string) string {
	if r.placeStyle == "" {
		return ""
	}
	return attribute + `="` + value + `"`
}

func (o Options) reserve() reserve {
	name := "segue-" + o.Element
	if o.Layout == "grid" {
		return o.reserveGrid(name)
	}
	height := o.look(0).Height()
	if o.Element == Search {
		height = em(searchHeight)
		if o.Theme != Themes[0] {
			height = em(searchHeight + themePadding)
		}
	}
	return reserve{
		attribute: "display:block;min-height:" + height,
		rule:      name + " { display: block; min-height: " + height + " }",
	}
}

func (o Options) look(columns int) widget.Look {
	return widget.Look{
		Layout: o.Layout, Count: o.Count, Columns: columns,
		Reasons: o.Reasons, Heading: !o.NoHeading, Theme: o.Theme != Themes[0],
	}
}

// reserveGrid puts the element into a box whose width can be asked for. A style sheet has
// a rule for each number of columns. An attribute can have none, but it can add
// something that is nothing above a width and a constant below it:
// clamp(0em, (width - 100cqi) * 9999, constant), where 100cqi is the width of the box.
func (o Options) reserveGrid(name string) reserve {
	heights := []float64{o.height(1), o.height(2), o.height(3)}
	sides := 0.0
	if o.Theme != Themes[0] {
		sides = themeSides
	}
	sum := em(heights[2])
	rule := fmt.Sprintf(".%s { container-type: inline-size; width: 100%% }\n%s { display: block; min-height: %s }", placeClass, name, em(heights[0]))
	for i, from := range columnsFrom {
		width := em(from + sides)
		if heights[i] != heights[i+1] {
			sum += fmt.Sprintf(" + clamp(0em, (%s - 100cqi) * 9999, %s)", width, em(heights[i]-heights[i+1]))
			rule += fmt.Sprintf("\n@container (inline-size >= %s) { %s { min-height: %s } }", width, name, em(heights[i+1]))
		}
	}
	if strings.Contains(sum, "+") {
		sum = "calc(" + sum + ")"
	}
	return reserve{
		attribute:  "display:block;min-height:" + sum,
		rule:       rule,
		placeStyle: "container-type:inline-size;width:100%",
	}
}

func (o Options) height(columns int) float64 {
	n, _ := strconv.ParseFloat(strings.TrimSuffix(o.look(columns).Height(), "em"), 64) // Height writes a number
	return n
}

// em writes a length, rounded up to a hundredth as [widget.Look.Height] does.
func em(length float64) string {
	return strconv.FormatFloat(math.Ceil(length*100-rounding)/100, 'f', -1, 64) + "em"
}

// rounding is far more than the error of a sum of lengths, and far less than a hundredth.
const rounding = 1e-6
