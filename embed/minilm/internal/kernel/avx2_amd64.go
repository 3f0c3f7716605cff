//go:build !purego

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Best returns the fastest implementation for this machine. AVX2 needs the instructions
// in the processor and an operating system that saves the registers. Package cpu checks
// both.
func Best() Kernel {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return AVX2{}
	}
	return Portable{}
}

// AVX2 is the implementation with AVX2 and FMA instructions for eight numbers at a time.
type AVX2 struct{}

// Name returns "avx2".
func (AVX2) Name() string { return "avx2" }

// ProductInt8 converts weights to float32 in registers.
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
		call.add = -1
	}
	for r := 0; r < in.Rows; {
		n := nextTile(in.Rows - r)
		call.in, call.out = &in.Data[r*in.Stride], &out.Data[r*out.Stride]
		call.rows(n)
		r += n
	}
}

// int8Call contains the arguments of the assembly for int8 weights. Strides are in bytes.
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
	add       int32 // all bits set to add to out, 0 to overwrite it
}

// Product multiplies by float32 panels.
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

// floatCall contains the arguments of the assembly for float32 panels. Strides are in
// bytes.
type floatCall struct {
	in        *float32
	inStride  int
	out       *float32
	outStride int
	weights   *PanelRow
	panels    int
	depth     int
}

// Softmax replaces each row by its softmax.
func (AVX2) Softmax(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		softmaxAVX2(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// GELU replaces each number by its Gaussian error linear unit.
func (AVX2) GELU(rows Block) {
	rows.check()
	if rows.empty() {
		return
	}
	for r := range rows.Rows {
		geluAVX2(&rows.Data[r*rows.Stride], rows.Columns)
	}
}

// Normalize scales each row to mean 0 and variance 1, then multiplies it by gain and adds
// bias.
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
