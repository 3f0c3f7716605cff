package kernel

import "sync"

// panelPool contains float32 panels for reuse.
var panelPool = sync.Pool{New: func() any { return new([]PanelRow) }}

// getPanel returns a panel with this depth from panelPool. Its content is undefined.
func getPanel(depth int) *[]PanelRow {
	panel := panelPool.Get().(*[]PanelRow)
	if depth > cap(*panel) {
		*panel = make([]PanelRow, depth)
	}
	*panel = (*panel)[:depth]
	return panel
}

// widen converts the single panel of w to float32.
func widen(panel []PanelRow, w Int8Panels) {
	for k := range panel {
		weights := w.Weights[k*PanelWidth:][:PanelWidth]
		scales := w.Scales[k/GroupDepth*PanelWidth:][:PanelWidth]
		for c := range panel[k] {
			panel[k][c] = float32(int8(weights[c])) * scales[c]
		}
	}
}
