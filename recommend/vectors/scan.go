package vectors

import (
	"context"
	"sync"

	"segue/recommend/cosine"
)

// scan finds the passages nearest to each vector by comparing all allowed rows with the vectors.
// It reads each row once: reading takes longer than comparing.
func (x *Index) scan(ctx context.Context, q Query, vectors [][]float32) ([]*top, error) {
	var mutex sync.Mutex
	var workers [][]*top
	err := forEachChunk(ctx, len(x.blocks)*blockRows, x.passages*x.dimensions*len(vectors), func() func(from, to int) {
		s := rowScan{index: x, query: &q, vectors: vectors}
		for range vectors {
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

// rowScan is the state of one worker of a scan. best has the nearest passages of each vector.
type rowScan struct {
	index   *Index
	query   *Query
	vectors [][]float32
	best    []*top
}

// chunk compares a range of rows, which are in one block. It alternates between the two halves of
// the range: the processor then fetches both ahead of use, and a scan of memory outside the cache
// takes a fifth less time. Four parts are no better, eight are slower.
func (s *rowScan) chunk(from, to int) {
	b := s.index.blocks[from/blockRows]
	if b == nil {
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
	if n >= len(b.owners) || b.owners[n].slot == noSlot || !s.index.allows(s.query, b.owners[n]) {
		return
	}
	row := b.vectors.row(n, s.index.dimensions)
	for i, vector := range s.vectors {
		if dot := cosine.Dot(vector, row); dot >= s.best[i].least {
			s.best[i].add(candidate{dot, int32(r)})
		}
	}
}
