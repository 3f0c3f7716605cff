package vectors

import (
	"slices"
	"sync/atomic"
)

const (
	// blockRows is the number of rows of a block. A block of 384 dimensions has 0.8 MB.
	// Moving its rows takes about 0.1 milliseconds, and the list of blocks of 100,000
	// episodes has 4 kB.
	blockRows = 512
	// minLive is the number of used rows below which a block is compacted. A quarter of the
	// rows of a block may be unused. Each compaction then moves at most three rows per row
	// that was removed.
	minLive = blockRows * 3 / 4
)

// noBlock is the number of a block that does not exist.
const noBlock = -1

// noSlot is the owner of a row that is no longer used.
const noSlot = -1

// owner is the passage whose vector is in a row.
type owner struct{ slot, passage int32 }

// block is an index's own record of the rows in shared memory. It is immutable once the index
// is published.
type block struct {
	vectors *buffer
	// owners has an element per row that the index or its predecessors have written.
	owners []owner
	// live is the number of rows that are used.
	live int
	// first is set if all rows are first passages of their episodes, so that a query for
	// first passages reads no others.
	first bool
}

// clone returns a copy that can be changed. It shares the vectors.
func (b *block) clone() *block {
	return &block{b.vectors, slices.Clone(b.owners), b.live, b.first}
}

// claim reserves the next row for the caller. It returns false if the block is full, or if
// another successor of the same index has reserved the row.
func (b *block) claim() bool {
	next := len(b.owners)
	return next < blockRows && b.vectors.claimed.CompareAndSwap(int32(next), int32(next)+1)
}

// buffer is memory for the vectors of a block. Several indexes share it. A row is written once,
// by the index that claimed it, and then only read.
type buffer struct {
	values  []float32
	claimed atomic.Int32
}

// row returns vector r of a buffer with vectors of the given dimension.
func (b *buffer) row(r, dimensions int) []float32 {
	return b.values[r*dimensions : (r+1)*dimensions : (r+1)*dimensions]
}
