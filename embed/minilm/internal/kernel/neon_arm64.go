//go:build !purego

package kernel

import "unsafe"

// Best returns the fastest implementation for this machine. Every 64-bit ARM processor
// has NEON.
func Best() Kernel { return NEON{} }

// NEON is the implementation with NEON instructions for four numbers at a time.
type NEON struct{}

// Name returns "neon".
func (NEON) Name() string { return "neon" }

// ProductInt8 converts each panel to float32 once and uses it for all rows, since the
// conversion of 16 weights takes ten instructions.
func (NEON) ProductInt8(out, in Block, w Int8Panels, add bool) {
	checkProduct(out, in, w.Depth, w.Columns())
	w.check()
	if out.empty() || w.Depth == 0 {
		return
	}
	panel := getPanel(w.Depth)
	defer panelPool.Put(panel)
	for column := 0; column < w.Columns(); column += PanelWidth {
		part := w.Part(column, column+PanelWidth)
		widenNEON(&(*panel)[0], unsafe.StringData(part.Weights), &part.Scales[0], part.Groups())
		into := out.Part(0, out.Rows, column, PanelWidth)
		addBias(into, part.Bias, add)
		floatTiles(into, in, *panel, true)
	}
}

// Product multiplies by float32 panels.
func (NEON) Product(out, in Block, panels []PanelRow) {
	checkProduct(out, in, in.Columns, out.Columns)
	if out.empty() || in.empty() {
		return
	}
	_ = panels[out.Columns/PanelWidth*in.Columns-1]
	floatTiles(out, in, panels, false)
}

func floatTiles(out, in Block, panels []PanelRow, add bool) {
	call := floatCall{
		weights:   unsafe.SliceData(panels),
		panels:    out.Columns / PanelWidth,
		depth:     in.Columns,
		inStride:  in.Stride * 4,
		outStride: out.Stride * 4,
	}
	if add {
		call.add = 1
	}
	for r := 0; r < in.Rows; {
		n := nextTile(in.Rows - r)
		call.in, call.out = &in.Data[r*in.Stride], &out.Data[r*out.Stride]
		call.rows(n)
		r += n
	}
}

// floatCall contains the arguments of the assembly. Strides are in bytes.
type floatCall struct {
	in        *float32
	inStride  int
	out       *float32
	outStride int
	weights   *PanelRow
	panels    int
	depth     int
	add       int // 1 to add to out, 0 to overwrite it
}

// Softmax replaces each row by its softmax.
func (NEON) Softmax(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		softmaxNEON(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// GELU replaces each number by its Gaussian error linear unit.
func (NEON) GELU(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		geluNEON(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// Normalize scales each row to mean 0 and variance 1, then multiplies it by gain and adds
// bias.
func (NEON) Normalize(rows Block, gain, bias []float32) {
	rows.check()
	if rows.empty() {
		return
	}
	gain, bias = gain[:rows.Columns], bias[:rows.Columns]
	for r := range rows.Rows {
		normalizeNEON(&rows.Data[r*rows.Stride], &gain[0], &bias[0], rows.Columns)
	}
}
