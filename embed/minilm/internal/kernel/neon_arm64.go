//go:build !purego

package kernel

import "unsafe"

// Best returns the fastest form that this machine runs: every 64-bit ARM
// processor has NEON.
func Best() Kernel { return NEON{} }

// NEON is the arithmetic with NEON instructions, four numbers at a time.
type NEON struct{}

// Name is "neon".
func (NEON) Name() string { return "neon" }

// ProductInt8 widens a panel once, as widening takes ten instructions for 16
// weights here, and uses it for all rows.
func (NEON) ProductInt8(out, in Block, w Int8Panels, add bool) {
	checkProduct(out, in, w.Depth, w.Columns())
	w.check()
	if out.empty() || w.Depth == 0 {
		return
	}
	panel := borrowPanel(w.Depth)
	defer widened.Put(panel)
	for column := 0; column < w.Columns(); column += PanelWidth {
		part := w.Part(column, column+PanelWidth)
		widenNEON(&(*panel)[0], unsafe.StringData(part.Weights), &part.Scales[0], part.Groups())
		into := out.Part(0, out.Rows, column, PanelWidth)
		addBias(into, part.Bias, add)
		floatTiles(into, in, *panel, true)
	}
}

// Product multiplies by panels of float32.
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
		call.keep = 1
	}
	for r := 0; r < in.Rows; {
		n := nextTile(in.Rows - r)
		call.in, call.out = &in.Data[r*in.Stride], &out.Data[r*out.Stride]
		call.rows(n)
		r += n
	}
}

// floatCall is what the assembly of a product works on. Strides are in bytes.
type floatCall struct {
	in        *float32
	inStride  int
	out       *float32
	outStride int
	weights   *PanelRow
	panels    int
	depth     int
	keep      int // one to add to out, zero to overwrite it
}

// Softmax replaces every row by its softmax.
func (NEON) Softmax(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		softmaxNEON(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// GELU replaces every number by its Gaussian error linear unit.
func (NEON) GELU(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		geluNEON(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// Normalize gives every row the mean zero and the variance one, then multiplies
// by gain and adds bias.
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
