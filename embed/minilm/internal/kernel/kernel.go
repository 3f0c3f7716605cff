// Package kernel is the model's arithmetic: few operations on blocks of float32,
// each in a portable form and, where the machine has them, with vector
// instructions. [Best] picks the form for this machine.
//
// # Panels
//
// The right side of a product is packed in panels of 16 columns. A panel holds
// its rows one after another, 16 numbers each, so that a kernel reads it from
// front to back: the layout is [columns/16][depth][16].
//
// # Promises
//
// A result depends on its own row, column and weights only: the same row gives
// the same bits in a block of any size. Different forms differ by rounding.
// Kernels read and write what their arguments hold, and nothing beside it; they
// panic where a block is smaller than its shape says.
package kernel

// PanelWidth is the number of columns of a panel.
const PanelWidth = 16

// PanelRow is a row of a panel of float32.
type PanelRow = [PanelWidth]float32

// Kernel is one form of the arithmetic. It is safe for concurrent use.
type Kernel interface {
	// Name says which form this is: "portable", "avx2", "neon".
	Name() string
	// ProductInt8 sets out to in times the scaled weights, plus the bias; add
	// says to add that to what out holds instead. in has Depth columns and out
	// those of the weights.
	ProductInt8(out, in Block, w Int8Panels, add bool)
	// Product sets out to in times panels. The panels' depth is in.Columns, and
	// out.Columns is a multiple of PanelWidth.
	Product(out, in Block, panels []PanelRow)
	// Softmax replaces every row by its softmax: positive numbers of sum one.
	Softmax(rows Block)
	// GELU replaces every number x by x times the probability that a normally
	// distributed number is less than x. Columns is a multiple of PanelWidth.
	GELU(rows Block)
	// Normalize gives every row the mean zero and the variance one, then
	// multiplies by gain and adds bias. Columns is a multiple of PanelWidth.
	Normalize(rows Block, gain, bias []float32)
}

// Block is a matrix, or a part of one, in row-major order.
type Block struct {
	Data    []float32 // begins with the first number of the first row
	Rows    int
	Columns int // numbers of a row that belong to the block
	Stride  int // from the start of a row to that of the next
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

// empty reports whether b holds no number.
func (b Block) empty() bool { return b.Rows == 0 || b.Columns == 0 }

// check panics where b's data are shorter than its shape says.
func (b Block) check() {
	if !b.empty() {
		_ = b.Data[(b.Rows-1)*b.Stride+b.Columns-1]
	}
}

// checkProduct panics where the shapes do not match, or data are shorter than
// their shape says.
func checkProduct(out, in Block, depth, columns int) {
	if in.Rows != out.Rows || in.Columns != depth || out.Columns != columns {
		panic("kernel: the shapes of a product do not match")
	}
	out.check()
	in.check()
}

// GroupDepth is how many rows of a panel share a scale in every column. The
// fewer, the closer the int8 numbers are to what they stand for.
const GroupDepth = 96

// Int8Panels is the right side of a product with int8 weights.
type Int8Panels struct {
	Depth   int       // a multiple of GroupDepth
	Weights string    // int8 in panels
	Scales  []float32 // in panels, a row for every GroupDepth rows of Weights
	Bias    []float32 // one for every column
}

// Columns is how many numbers a product has in a row.
func (p Int8Panels) Columns() int { return len(p.Bias) }

// Groups is how many scales a column has.
func (p Int8Panels) Groups() int { return p.Depth / GroupDepth }

// Part returns the panels of columns [from, to), both multiples of PanelWidth.
func (p Int8Panels) Part(from, to int) Int8Panels {
	p.Weights = p.Weights[from*p.Depth : to*p.Depth]
	p.Scales = p.Scales[from*p.Groups() : to*p.Groups()]
	p.Bias = p.Bias[from:to]
	return p
}

// check panics where p is not made of whole groups and panels, or a part of it is
// shorter than its shape says.
func (p Int8Panels) check() {
	if p.Depth <= 0 || p.Depth%GroupDepth != 0 || p.Columns()%PanelWidth != 0 {
		panic("kernel: panels are not whole")
	}
	if len(p.Weights) < p.Depth*p.Columns() || len(p.Scales) < p.Groups()*p.Columns() {
		panic("kernel: panels are shorter than their shape says")
	}
}
