package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// productCase contains the arguments of a product. Either int8 or floats is set.
type productCase struct {
	out, in Block
	int8    Int8Panels
	floats  []PanelRow
}

// newProductCase returns a case with int8 weights.
func newProductCase(rows, panels, groups int, seed uint64) productCase {
	random := rand.New(rand.NewPCG(seed, 1))
	columns, depth := panels*PanelWidth, groups*GroupDepth
	weights := make([]byte, columns*depth)
	for i := range weights {
		weights[i] = byte(random.Int())
	}
	return productCase{
		out: newBlock(rows, columns, columns+int(seed%3), seed),
		in:  newBlock(rows, depth, depth+int(seed%5), seed+1),
		int8: Int8Panels{
			Depth: depth, Weights: string(weights),
			Scales: newBlock(groups, columns, columns, seed+2).Data,
			Bias:   newBlock(1, columns, columns, seed+3).Data,
		},
	}
}

// newFloatCase returns a case with float32 weights.
func newFloatCase(rows, panels, depth int, seed uint64) productCase {
	c := productCase{
		out:    newBlock(rows, panels*PanelWidth, panels*PanelWidth+int(seed%3), seed),
		in:     newBlock(rows, depth, depth+int(seed%5), seed+1),
		floats: make([]PanelRow, panels*depth),
	}
	random := rand.New(rand.NewPCG(seed, 2))
	for i := range c.floats {
		for j := range c.floats[i] {
			c.floats[i][j] = random.Float32() - 0.5
		}
	}
	return c
}

// newBlock returns a block with numbers between -1 and 1. Its data ends at the end of the
// last row.
func newBlock(rows, columns, stride int, seed uint64) Block {
	random := rand.New(rand.NewPCG(seed, 3))
	b := Block{Rows: rows, Columns: columns, Stride: stride}
	if rows > 0 {
		b.Data = make([]float32, (rows-1)*stride+columns)
	}
	for i := range b.Data {
		b.Data[i] = 2*random.Float32() - 1
	}
	return b
}

func (b Block) clone() Block {
	b.Data = append([]float32(nil), b.Data...)
	return b
}

// checkClose fails if two blocks differ by more than the rounding errors of sums with
// this size, or if numbers between the rows differ at all.
func checkClose(tb testing.TB, what string, got, want Block, size float64) {
	tb.Helper()
	for i := range want.Data {
		tolerance := 1e-5 * size
		if want.Stride > 0 && i%want.Stride >= want.Columns {
			tolerance = 0
		}
		difference := math.Abs(float64(got.Data[i]) - float64(want.Data[i]))
		if !(difference <= tolerance) {
			tb.Fatalf("%s: number %d is %v, want %v within %g", what, i, got.Data[i], want.Data[i], tolerance)
		}
	}
}
