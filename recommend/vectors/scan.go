package vectors

import (
	"context"
	"sync"

	"segue/recommend/cosine"
)

// scan finds the nearest passages by comparing the query with all allowed rows.
func (x *Index) scan(ctx context.Context, q Query) (*top, error) {
	var mutex sync.Mutex
	var workers []*top
	err := forEachChunk(ctx, len(x.blocks)*blockRows, x.passages*x.dimensions, func() func(from, to int) {
		best := newTop(q.K)
		mutex.Lock()
		workers = append(workers, best)
		mutex.Unlock()
		return func(from, to int) { x.scanChunk(&q, best, from, to) }
	})
	if err != nil {
		return nil, err
	}
	best := workers[0]
	for _, w := range workers[1:] {
		for _, c := range w.all() {
			best.add(c)
		}
	}
	return best, nil
}

// scanChunk compares the query with a range of rows, which are in one block. It alternates
// between the two halves of the range: the processor then fetches both ahead of use, and a
// scan of memory outside the cache takes a fifth less time. Four parts are no better, eight
// are slower.
func (x *Index) scanChunk(q *Query, best *top, from, to int) {
	b := x.blocks[from/blockRows]
	if b == nil {
		return
	}
	half := (to - from) / 2
	for r := from; r < from+half; r++ {
		x.scanRow(q, best, b, r)
		x.scanRow(q, best, b, r+half)
	}
}

func (x *Index) scanRow(q *Query, best *top, b *block, r int) {
	n := r % blockRows
	if n >= len(b.owners) || b.owners[n].slot == noSlot || !x.allows(q, b.owners[n].slot) {
		return
	}
	if dot := cosine.Dot(q.Vector, b.vectors.row(n, x.dimensions)); dot >= best.least {
		best.add(candidate{dot, int32(r)})
	}
}
