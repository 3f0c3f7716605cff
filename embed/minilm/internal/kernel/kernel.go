// Package kernel contains the model's arithmetic: a few operations on blocks of float32.
// Each has a portable implementation and, on some processors, one with vector
// instructions. [Best] returns the fastest one for this machine.
//
// # Panels
//
// The right side of a product is stored in panels of 16 columns. The rows of a panel are
// consecutive, with 16 numbers each, so that a kernel reads it from front to back. The
// layout is [columns/16][depth][16].
//
// # Guarantees
//
// A result depends only on its own row, column and weights: the same row gives the same
// bits in a block of any size. Results of different implementations differ by rounding
// errors. Kernels do not read or write outside their arguments. They panic if a block's
// data is shorter than its shape.
package kernel

// PanelWidth is the number of columns of a panel.
const PanelWidth = 16

// PanelRow is a row of a float32 panel.
type PanelRow = [PanelWidth]float32

// Kernel is an implementation of the arithmetic. It is safe for concurrent use.
type Kernel interface {
	// Name returns "portable", "avx2" or "neon".
	Name() string
	// ProductInt8 sets out to in times the scaled weights, plus the bias. If add is true,
	// it adds that to out instead. in has w.Depth columns, and out has w.Columns()
	// columns.
	ProductInt8(out, in Block, w Int8Panels, add bool)
	// Product sets out to in times panels. The panels' depth is in.Columns, and
	// out.Columns is a multiple of PanelWidth.
	Product(out, in Block, panels []PanelRow)
	// Softmax replaces each row by its softmax: positive numbers whose sum is 1.
	Softmax(rows Block)
	// GELU multiplies each number x by the probability that a normally distributed number
	// is less than x. Columns is a multiple of PanelWidth.
	GELU(rows Block)
	// Normalize scales each row to mean 0 and variance 1, then multiplies it by gain and
	// adds bias. Columns is a multiple of PanelWidth.
	Normalize(rows Block, gain, bias []float32)
}

// Block is a matrix or a part of a matrix, in row-major order.
type Block struct {
	Data    []float32 // starts with the first number of the first row
	Rows    int
	Columns int // number of columns in the block
	Stride  int // distance between the starts of two rows
}

// Row returns row r.
func (b Block) Row(r int) []float32 {
	return b.Data[r*b.Stride:][:b.Columns:b.Columns]
}

// Part returns the block of rows [row, row+rows) and columns [column,
// column+columns) of b.
func (b Block) Part(row, rows, column, columns int) Block {
	b.Data = b.Data[row*b.Stride+column:]
	b.Rows, b.Columns = rows, columns
	return b
}

// empty reports whether b has no numbers.
func (b Block) empty() bool { return b.Rows == 0 || b.Columns == 0 }

// check panics if b's data is shorter than its shape.
func (b Block) check() {
	if !b.empty() {
		_ = b.Data[(b.Rows-1)*b.Stride+b.Columns-1]
	}
}

// checkProduct panics if the shapes do not match or the data is shorter than the shape.
func checkProduct(out, in Block, depth, columns int) {
	if in.Rows != out.Rows || in.Columns != depth || out.Columns != columns {
		panic("kernel: the shapes of a product do not match")
	}
	out.check()
	in.check()
}

// GroupDepth is the number of rows of a panel that share a scale in each column. A
// smaller number makes the int8 weights more exact.
const GroupDepth = 96

// Int8Panels is the right side of a product with int8 weights.
type Int8Panels struct {
	Depth   int       // a multiple of GroupDepth
	Weights string    // int8 in panels
	Scales  []float32 // in panels, a row per GroupDepth rows of Weights
	Bias    []float32 // one per column
}

// Columns returns the number of columns of a product.
func (p Int8Panels) Columns() int { return len(p.Bias) }

// Groups returns the number of scales of a column.
func (p Int8Panels) Groups() int { return p.Depth / GroupDepth }

// Part returns the panels of columns [from, to), both multiples of PanelWidth.
func (p Int8Panels) Part(from, to int) Int8Panels {
	p.Weights = p.Weights[from*p.Depth : to*p.Depth]
	p.Scales = p.Scales[from*p.Groups() : to*p.Groups()]
	p.Bias = p.Bias[from:to]
	return p
}

// check panics if p does not consist of whole groups and panels, or a part is shorter
// than its shape.
func (p Int8Panels) check() {
	if p.Depth <= 0 || p.Depth%GroupDepth != 0 || p.Columns()%PanelWidth != 0 {
		panic("kernel: the depth or the columns are not a multiple of a group or panel")
	}
	if len(p.Weights) < p.Depth*p.Columns() || len(p.Scales) < p.Groups()*p.Columns() {
		panic("kernel: panels are shorter than their shape")
	}
}
