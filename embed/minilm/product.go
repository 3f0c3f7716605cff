package minilm

import (
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

const (
	// chunkRows is the number of rows in a chunk: eight tiles of a kernel, whose input
	// stays in the second-level cache.
	chunkRows = 48
	// chunkWeights is the approximate number of weights in a chunk: 64 columns with depth
	// 384, which takes 6 microseconds for a query.
	chunkWeights = 64 * weights.Width
)

// product is a matrix product that is computed in chunks of rows and columns.
type product struct {
	out     kernel.Block
	in      kernel.Block
	weights kernel.Int8Panels
	// heads are blocks of HeadWidth columns each. If set, the result is written to them
	// instead of out.
	heads []kernel.Block
}

// chunkColumns returns the number of columns in a chunk. The last one may have fewer.
func (p product) chunkColumns() int {
	if p.heads != nil {
		return weights.HeadWidth
	}
	panels := chunkWeights / p.weights.Depth / kernel.PanelWidth
	return panels * kernel.PanelWidth
}

// chunks returns the number of chunks.
func (p product) chunks() int {
	return ceilDiv(p.in.Rows, chunkRows) * ceilDiv(p.weights.Columns(), p.chunkColumns())
}

// ceilDiv returns all/size, rounded up.
func ceilDiv(all, size int) int { return (all + size - 1) / size }

// chunk returns chunk i as a product without heads. Chunks of the same rows are
// consecutive.
func (p product) chunk(i int) product {
	across := ceilDiv(p.weights.Columns(), p.chunkColumns())
	row, from := i/across*chunkRows, i%across*p.chunkColumns()
	rows := min(chunkRows, p.in.Rows-row)
	to := min(from+p.chunkColumns(), p.weights.Columns())
	c := product{in: p.in.Part(row, rows, 0, p.in.Columns), weights: p.weights.Part(from, to)}
	if p.heads != nil {
		c.out = p.heads[from/weights.HeadWidth].Part(row, rows, 0, to-from)
	} else {
		c.out = p.out.Part(row, rows, from, to-from)
	}
	return c
}
