package vectors

import (
	"context"
	"sync"
)

// scan finds the nearest passages by comparing the query with all allowed rows.
func (x *PassageIndex) scan(ctx context.Context, q Query) (*top, error) {
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

// scanChunk compares the query with a range of rows, which are in one block.
func (x *PassageIndex) scanChunk(q *Query, best *top, from, to int) {
	b, first := x.blocks[from/blockRows], from-from%blockRows
	if b == nil {
		return
	}
	all := q.Allowed == nil && q.Show == "" && q.Language == ""
	for r := from - first; r < min(to-first, len(b.owners)); r++ {
		if slot := b.owners[r].slot; slot == noSlot || !all && !x.allows(q, slot) {
			continue
		}
		if cosine := Cosine(q.Vector, b.vectors.row(r, x.dimensions)); cosine >= best.least {
			best.add(candidate{cosine, int32(first + r)})
		}
	}
}
