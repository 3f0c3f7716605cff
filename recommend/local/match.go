package local

import (
	"context"
	"slices"
	"sync"

	"segue/recommend"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Parse implements [recommend.WordIndex].
func (x *Index) Parse(ctx context.Context, text string) (recommend.WordQuery, error) {
	return x.words.Parse(ctx, text)
}

// maxNameTerms is the number of terms of an episode that may be names, which are left out.
const maxNameTerms = 50

// Terms implements [recommend.WordIndex].
func (x *Index) Terms(ctx context.Context, e *recommend.Entry, limit int) ([]recommend.Term, error) {
	terms, err := x.words.Terms(ctx, int(e.Slot), limit+maxNameTerms)
	rules := x.phraseRules()
	terms = slices.DeleteFunc(terms, func(t recommend.Term) bool { return rules.IsSharedName(t.Word) })
	return terms[:min(len(terms), limit)], err
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
	if err := x.words.Match(ctx, q, m.found); err != nil {
		m.Close()
		return nil, err
	}
	return m.limit(ctx, s, k)
}

// Like implements [recommend.WordIndex].
func (x *Index) Like(ctx context.Context, terms []recommend.Term, s recommend.Scope, k int) (recommend.Matches, error) {
	m := x.newMatches()
	if err := x.words.Like(ctx, terms, m.found); err != nil {
		m.Close()
		return nil, err
	}
	return m.limit(ctx, s, k)
}

// matches implements [recommend.Matches].
type matches struct {
	index *Index
	found *words.Matches
	// allowed are the slots of the scope, nil for all.
	allowed *vectors.Set
	hits    []recommend.WordHit
}

func (x *Index) newMatches() *matches {
	return &matches{index: x, found: x.found.Get().(*words.Matches)}
}

// limit fills in the best k hits of a scope.
func (m *matches) limit(ctx context.Context, s recommend.Scope, k int) (recommend.Matches, error) {
	var err error
	if m.allowed, err = m.index.allowed(ctx, s); err != nil {
		m.Close()
		return nil, err
	}
	best := newTop(k, func(a, b weighted) bool {
		return a.weight > b.weight || a.weight == b.weight && m.index.rank[a.slot] < m.index.rank[b.slot]
	})
	for _, slot := range m.found.Slots {
		if weight := m.weight(slot); weight > 0 {
			best.add(weighted{weight, slot})
		}
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

// weight returns the weight of a slot, 0 if it does not match.
func (m *matches) weight(slot int32) float32 {
	if m.allowed != nil && !m.allowed.Has(slot) || int(slot) >= len(m.found.Scores) {
		return 0
	}
	return max(m.found.Scores[slot], 0)
}

// Hits implements [recommend.Matches].
func (m *matches) Hits() []recommend.WordHit { return m.hits }

// Weights implements [recommend.Matches].
func (m *matches) Weights(ctx context.Context, entries []*recommend.Entry) ([]float32, error) {
	weights := make([]float32, len(entries))
	for i, e := range entries {
		weights[i] = m.weight(e.Slot)
	}
	return weights, ctx.Err()
}

// Count implements [recommend.Matches].
func (m *matches) Count(ctx context.Context, others []*recommend.Entry) (int, recommend.Facets, error) {
	set, slots := vectors.NewSet(len(m.index.episodes)), make([]int32, 0, len(m.found.Slots)+len(others))
	add := func(slot int32) {
		if !set.Has(slot) {
			set.Add(slot)
			slots = append(slots, slot)
		}
	}
	for _, slot := range m.found.Slots {
		if m.weight(slot) > 0 {
			add(slot)
		}
	}
	for _, e := range others {
		add(e.Slot)
	}
	slots = m.index.distinct(slots, set)
	return len(slots), m.index.count(slots, maxFacet), ctx.Err()
}

// Close implements [recommend.Matches].
func (m *matches) Close() {
	m.index.found.Put(m.found)
	m.found = nil
}

// newPool returns a pool of [words.Matches], which have a score for each slot.
func newPool() *sync.Pool { return &sync.Pool{New: func() any { return &words.Matches{} }} }
