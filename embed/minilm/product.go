package minilm

import (
	"segue/embed/minilm/internal/kernel"
	"segue/embed/minilm/internal/weights"
)

const (
	// chunkRows is how many rows of a product a chunk has: eight tiles of a kernel,
	// whose input stays in the second-level cache.
	chunkRows = 48
	// chunkWeights is how many weights a chunk has, about: those of 64 columns at
	// depth 384, which takes 6 microseconds for a question.
	chunkWeights = 64 * weights.Width
)

// product is a product of many rows with a matrix, to be done in chunks of some
// rows and some columns each.
type product struct {
	out     kernel.Block
	in      kernel.Block
	weights kernel.Int8Panels
	// heads are blocks of HeadWidth columns each, which the product goes to instead
	// of out where they are set.
	heads []kernel.Block
}

// chunkColumns is how many columns a chunk has, but for the last.
func (p product) chunkColumns() int {
	if p.heads != nil {
		return weights.HeadWidth
	}
	panels := chunkWeights / p.weights.Depth / kernel.PanelWidth
	return panels * kernel.PanelWidth
}

// chunks is how many chunks there are.
func (p product) chunks() int {
	return count(p.in.Rows, chunkRows) * count(p.weights.Columns(), p.chunkColumns())
}

// count is how many parts of at most size all has.
func count(all, size int) int { return (all + size - 1) / size }

// chunk returns chunk i as a product of its own, without heads. Chunks of the same
// rows follow each other.
func (p product) chunk(i int) product {
	across := count(p.weights.Columns(), p.chunkColumns())
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
