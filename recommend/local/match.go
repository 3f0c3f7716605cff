package local

import (
	"context"
	"sync"

	"segue/recommend"
	"segue/recommend/vectors"
)

// Parse implements [recommend.WordIndex].
func (x *Index) Parse(ctx context.Context, text string) (recommend.WordQuery, error) {
	return x.words.Parse(ctx, text)
}

// Terms implements [recommend.WordIndex].
func (x *Index) Terms(ctx context.Context, e *recommend.Entry, limit int) ([]recommend.Term, error) {
	return x.words.Terms(ctx, int(e.Slot), limit)
}

// Shared implements [recommend.WordIndex].
func (x *Index) Shared(ctx context.Context, terms []recommend.Term, e *recommend.Entry) ([]recommend.Term, error) {
	return x.words.Shared(ctx, terms, int(e.Slot))
}

// Highlights implements [recommend.WordIndex].
func (x *Index) Highlights(q recommend.WordQuery, text string) [][2]int {
	return x.words.Highlights(q, text)
}

// Match implements [recommend.WordIndex].
func (x *Index) Match(ctx context.Context, q recommend.WordQuery, s recommend.Scope, k int) (recommend.Matches, error) {
	m := x.newMatches()
	excluded := make([]bool, len(x.episodes))
	if err := x.words.Search(ctx, q, m.weights, excluded); err != nil {
		m.Close()
		return nil, err
	}
	for slot, out := range excluded {
		if out {
			m.weights[slot] = 0
		}
	}
	return m.limit(ctx, s, k)
}

// Like implements [recommend.WordIndex].
func (x *Index) Like(ctx context.Context, terms []recommend.Term, s recommend.Scope, k int) (recommend.Matches, error) {
	m := x.newMatches()
	if err := x.words.Like(ctx, terms, m.weights); err != nil {
		m.Close()
		return nil, err
	}
	return m.limit(ctx, s, k)
}

// matches implements [recommend.Matches].
type matches struct {
	index *Index
	// weights has the weight of each slot, 0 or below for those that do not match.
	weights []float32
	hits    []recommend.WordHit
}

func (x *Index) newMatches() *matches {
	return &matches{index: x, weights: x.scores.get(len(x.episodes))}
}

// limit sets the weights outside a scope to 0 and fills in the hits.
func (m *matches) limit(ctx context.Context, s recommend.Scope, k int) (recommend.Matches, error) {
	allowed, err := m.index.allowed(ctx, s)
	if err != nil {
		m.Close()
		return nil, err
	}
	best := newTop(k, func(a, b weighted) bool {
		return a.weight > b.weight || a.weight == b.weight && m.index.rank[a.slot] < m.index.rank[b.slot]
	})
	for slot, weight := range m.weights {
		if weight == 0 {
			continue
		}
		if !(weight > 0) || allowed != nil && !allowed.Has(int32(slot)) {
			m.weights[slot] = 0
			continue
		}
		best.add(weighted{weight, int32(slot)})
	}
	for _, w := range best.sorted() {
		m.hits = append(m.hits, recommend.WordHit{Entry: m.index.entry(w.slot), Weight: w.weight})
	}
	return m, nil
}

// weighted is a slot with its weight.
type weighted struct {
	weight float32
	slot   int32
}

// Hits implements [recommend.Matches].
func (m *matches) Hits() []recommend.WordHit { return m.hits }

// Weights implements [recommend.Matches].
func (m *matches) Weights(ctx context.Context, entries []*recommend.Entry) ([]float32, error) {
	weights := make([]float32, len(entries))
	for i, e := range entries {
		weights[i] = m.weights[e.Slot]
	}
	return weights, ctx.Err()
}

// Count implements [recommend.Matches].
func (m *matches) Count(ctx context.Context, others []*recommend.Entry) (int, recommend.Facets, error) {
	set := vectors.NewSet(len(m.weights))
	for slot, weight := range m.weights {
		if weight > 0 {
			set.Add(int32(slot))
		}
	}
	for _, e := range others {
		set.Add(e.Slot)
	}
	slots := m.index.distinct(set)
	return len(slots), m.index.count(slots, maxFacet), ctx.Err()
}

// Close implements [recommend.Matches].
func (m *matches) Close() {
	m.index.scores.put(m.weights)
	m.weights = nil
}

// scorePool reuses the scores of answers, which are as long as the catalogue.
type scorePool struct{ pool sync.Pool }

// get returns n zeros.
func (p *scorePool) get(n int) []float32 {
	if used, ok := p.pool.Get().(*[]float32); ok && cap(*used) >= n {
		scores := (*used)[:n]
		clear(scores)
		return scores
	}
	return make([]float32, n, n+n/8)
}

func (p *scorePool) put(scores []float32) {
	if scores != nil {
		p.pool.Put(&scores)
	}
}
