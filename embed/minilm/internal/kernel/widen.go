package kernel

import "sync"

// widened holds panels that were widened to float32, to be used again.
var widened = sync.Pool{New: func() any { return new([]PanelRow) }}

// borrowPanel returns a panel of this depth from widened, with anything in it.
func borrowPanel(depth int) *[]PanelRow {
	panel := widened.Get().(*[]PanelRow)
	if depth > cap(*panel) {
		*panel = make([]PanelRow, depth)
	}
	*panel = (*panel)[:depth]
	return panel
}

// widen sets panel to the only panel of w, as float32.
func widen(panel []PanelRow, w Int8Panels) {
	for k := range panel {
		weights := w.Weights[k*PanelWidth:][:PanelWidth]
		scales := w.Scales[k/GroupDepth*PanelWidth:][:PanelWidth]
		for c := range panel[k] {
			panel[k][c] = float32(int8(weights[c])) * scales[c]
		}
	}
}
