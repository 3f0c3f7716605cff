//go:build !purego

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Best returns the fastest form that this machine runs. The processor must have
// the instructions and the system must save their registers; package cpu asks
// for both.
func Best() Kernel {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return AVX2{}
	}
	return Portable{}
}

// AVX2 is the arithmetic with AVX2 and FMA instructions, eight numbers at a time.
type AVX2 struct{}

// Name is "avx2".
func (AVX2) Name() string { return "avx2" }

// ProductInt8 widens weights to float32 in registers.
func (AVX2) ProductInt8(out, in Block, w Int8Panels, add bool) {
	checkProduct(out, in, w.Depth, w.Columns())
	w.check()
	if out.empty() {
		return
	}
	call := int8Call{
		weights:   unsafe.StringData(w.Weights),
		scales:    unsafe.SliceData(w.Scales),
		bias:      unsafe.SliceData(w.Bias),
		panels:    w.Columns() / PanelWidth,
		groups:    w.Groups(),
		inStride:  in.Stride * 4,
		outStride: out.Stride * 4,
	}
	if add {
		call.keep = -1
	}
	for r := 0; r < in.Rows; {
		n := nextTile(in.Rows - r)
		call.in, call.out = &in.Data[r*in.Stride], &out.Data[r*out.Stride]
		call.rows(n)
		r += n
	}
}

// int8Call is what the assembly of a product with int8 weights works on.
// Strides are in bytes.
type int8Call struct {
	in        *float32
	inStride  int
	out       *float32
	outStride int
	weights   *byte
	scales    *float32
	bias      *float32
	panels    int
	groups    int
	keep      int32 // all bits set to add to out, zero to overwrite it
}

// Product multiplies by panels of float32.
func (AVX2) Product(out, in Block, panels []PanelRow) {
	checkProduct(out, in, in.Columns, out.Columns)
	if out.empty() || in.empty() {
		return
	}
	_ = panels[out.Columns/PanelWidth*in.Columns-1]
	call := floatCall{
		weights:   unsafe.SliceData(panels),
		panels:    out.Columns / PanelWidth,
		depth:     in.Columns,
		inStride:  in.Stride * 4,
		outStride: out.Stride * 4,
	}
	for r := 0; r < in.Rows; {
		n := nextTile(in.Rows - r)
		call.in, call.out = &in.Data[r*in.Stride], &out.Data[r*out.Stride]
		call.rows(n)
		r += n
	}
}

// floatCall is what the assembly of a product with float32 panels works on.
// Strides are in bytes.
type floatCall struct {
	in        *float32
	inStride  int
	out       *float32
	outStride int
	weights   *PanelRow
	panels    int
	depth     int
}

// Softmax replaces every row by its softmax.
func (AVX2) Softmax(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		softmaxAVX2(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// GELU replaces every number by its Gaussian error linear unit.
func (AVX2) GELU(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		geluAVX2(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// Normalize gives every row the mean zero and the variance one, then multiplies
// by gain and adds bias.
func (AVX2) Normalize(rows Block, gain, bias []float32) {
	rows.check()
	if rows.empty() {
		return
	}
	gain, bias = gain[:rows.Columns], bias[:rows.Columns]
	for r := range rows.Rows {
		normalizeAVX2(&rows.Data[r*rows.Stride], &gain[0], &bias[0], rows.Columns)
	}
}
