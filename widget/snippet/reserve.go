package snippet

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"segue/widget"
)

// reserve is the CSS that reserves the height of an element before its content is loaded.
type reserve struct {
	// attribute is the value of a style attribute, rule the same for a style sheet.
	attribute, rule string
	// placeStyle is the style of a box around the element, empty if it needs none.
	placeStyle string
}

const (
	// placeClass is the class of the box around a grid.
	placeClass = "segue-place"
	// searchHeight is the height of the label and the input in em (src/search.css).
	searchHeight = 1.35 + .375 + 2.75
	themePadding = 2
	// themeSides is the horizontal padding of a theme in em.
	themeSides = 2.5
)

// columnsFrom are the minimum widths of a grid with two and three columns, in em
// (src/related.css).
var columnsFrom = []float64{32, 56}

// around returns an attribute of the box around the element, or "" if there is no box.
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

// reserveGrid puts the element into a container, because its height depends on its width.
// A style sheet has one container query per number of columns. A style attribute cannot
// contain a query, so it adds a term that is 0 above a width and a constant below it:
// clamp(0em, (width - 100cqi) * 9999, constant). 100cqi is the width of the container.
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

// em formats a length, rounded up to a hundredth like [widget.Look.Height].
func em(length float64) string {
	return strconv.FormatFloat(math.Ceil(length*100-rounding)/100, 'f', -1, 64) + "em"
}

// rounding is larger than the floating-point error of a sum and much smaller than a
// hundredth.
const rounding = 1e-6
