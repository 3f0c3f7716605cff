package vectors

import (
	"context"
	"slices"
	"sync"

	"segue/recommend/cosine"
)

// scan finds the nearest passages of each query by comparing all allowed rows with its vector. It
// reads each row once: reading takes longer than comparing.
func (x *Index) scan(ctx context.Context, queries []Query) ([]*top, error) {
	var mutex sync.Mutex
	var workers [][]*top
	firstOnly := !slices.ContainsFunc(queries, func(q Query) bool { return !q.FirstOnly })
	rows := x.passages
	if firstOnly {
		rows = x.embedded
	}
	err := forEachChunk(ctx, len(x.blocks)*blockRows, rows*x.dimensions*len(queries), func() func(from, to int) {
		s := rowScan{index: x, queries: queries, firstOnly: firstOnly}
		for _, q := range queries {
			s.best = append(s.best, newTop(q.K))
		}
		mutex.Lock()
		workers = append(workers, s.best)
		mutex.Unlock()
		return s.chunk
	})
	if err != nil {
		return nil, err
	}
	best := workers[0]
	for _, worker := range workers[1:] {
		for i, w := range worker {
			for _, c := range w.all() {
				best[i].add(c)
			}
		}
	}
	return best, nil
}

// rowScan is the state of one worker of a scan. best has the nearest passages of each query.
type rowScan struct {
	index   *Index
	queries []Query
	// firstOnly is set if all queries ask for first passages only.
	firstOnly bool
	best      []*top
}

// chunk compares a range of rows, which are in one block. It alternates between the two halves of
// the range: the processor then fetches both ahead of use, and a scan of memory outside the cache
// takes a fifth less time. Four parts are no better, eight are slower.
func (s *rowScan) chunk(from, to int) {
	b := s.index.blocks[from/blockRows]
	if b == nil || s.firstOnly && !b.first {
		return
	}
	half := (to - from) / 2
	for r := from; r < from+half; r++ {
		s.row(b, r)
		s.row(b, r+half)
	}
}

func (s *rowScan) row(b *block, r int) {
	n := r % blockRows
	if n >= len(b.owners) || b.owners[n].slot == noSlot {
		return
	}
	row := b.vectors.row(n, s.index.dimensions)
	for i := range s.queries {
		q := &s.queries[i]
		if !s.index.allows(q, b.owners[n]) {
			continue
		}
		if dot := cosine.Dot(q.Vector, row); dot >= s.best[i].least {
			s.best[i].add(candidate{dot, int32(r)})
		}
	}
}
