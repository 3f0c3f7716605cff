package vectors

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/data"
)

// Query asks for the passages that are nearest to a vector.
type Query struct {
	// Vector has the dimension of the index, and any length above 0.
	Vector []float32
	// K is the number of passages, at least 1.
	K int
	// Allowed are the slots whose passages may be results; nil allows all.
	Allowed *Set
	// Show and Language, if not empty, restrict the results to the episodes that have exactly
	// this show or language. chromem-go evaluates them itself. They are for filters that are
	// one show or one language, and do not replace Allowed: both conditions apply.
	Show     data.ShowID
	Language string
	// FirstOnly allows only the first passage of each episode.
	FirstOnly bool
	// Rank is the order of episodes with equal cosines, by slot: lower first. Nil is the order
	// of the slots.
	Rank []int32
}

// Hit is a passage that [Index.Nearest] found.
type Hit struct {
	// Slot is the slot of the episode, Passage the number of the passage in the episode.
	Slot, Passage int32
	// Cosine is the cosine of the query and the passage.
	Cosine float32
}

// Nearest returns, for each query, the K allowed passages with the highest cosines, and all whose
// cosine is equal to the last of them. They are ordered by cosine, then Rank, then the number of
// the passage. The results do not depend on the engine. Several queries take less time together
// than one by one.
//
// It returns an error if the dimension of a query differs from the index, if a query is zero or
// not finite, or if ctx ends. An empty index accepts every vector and returns no hits.
func (x *Index) Nearest(ctx context.Context, queries []Query) ([][]Hit, error) {
	units := make([]Query, len(queries))
	for i, q := range queries {
		var err error
		if units[i], err = x.checked(q); err != nil {
			return nil, fmt.Errorf("vectors: %w", err)
		}
	}
	hits := make([][]Hit, len(queries))
	if x.passages == 0 || len(queries) == 0 {
		return hits, nil
	}
	best, err := x.nearest(ctx, units)
	if err != nil {
		return nil, fmt.Errorf("vectors: %w", err)
	}
	for i, b := range best {
		if hits[i], err = x.hits(b, queries[i].Rank); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// checked returns a query with a unit vector and a K that is not above the number of passages.
func (x *Index) checked(q Query) (Query, error) {
	if q.K < 1 {
		return q, fmt.Errorf("query wants %d passages, want at least 1", q.K)
	}
	if x.passages == 0 {
		return q, nil
	}
	if len(q.Vector) != x.dimensions {
		return q, fmt.Errorf("query has %d dimensions, want %d; embed it with the model of the index", len(q.Vector), x.dimensions)
	}
	var err error
	if q.Vector, err = Unit(q.Vector); err != nil {
		return q, fmt.Errorf("query: %w", err)
	}
	q.K = min(q.K, x.passages)
	return q, nil
}

// nearest returns the nearest passages of each query.
func (x *Index) nearest(ctx context.Context, queries []Query) ([]*top, error) {
	if x.Engine() == Packed {
		return x.scan(ctx, queries)
	}
	best := make([]*top, len(queries))
	for i, q := range queries {
		var err error
		if best[i], err = x.searchSegments(ctx, q); err != nil {
			return nil, err
		}
	}
	return best, nil
}

// allows reports whether a passage may be a result.
func (x *Index) allows(q *Query, o owner) bool {
	slot := o.slot
	if q.FirstOnly && o.passage > 0 || q.Allowed != nil && !q.Allowed.Has(slot) {
		return false
	}
	if q.Show == "" && q.Language == "" {
		return true
	}
	e := x.episodes.get(slot)
	return (q.Show == "" || q.Show == e.show) && (q.Language == "" || q.Language == e.language)
}

// hits returns the candidates in the order of results.
func (x *Index) hits(best *top, rank []int32) ([]Hit, error) {
	hits := make([]Hit, 0, len(best.heap)+len(best.equal))
	for _, c := range best.all() {
		o := x.owner(c.row)
		if rank != nil && int(o.slot) >= len(rank) {
			return nil, fmt.Errorf("vectors: slot %d has no rank; Rank has %d elements, want one per slot", o.slot, len(rank))
		}
		hits = append(hits, Hit{o.slot, o.passage, c.cosine})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		ranks := 0
		if rank != nil {
			ranks = cmp.Compare(rank[a.Slot], rank[b.Slot])
		}
		// Slots precede passages without ranks, and decide between equal ranks.
		return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), ranks, cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.Passage, b.Passage))
	})
	return hits, nil
}

// Unit returns v scaled to length one, or v itself if it has this length. It returns an error
// if v is zero or not finite.
func Unit(v []float32) ([]float32, error) {
	if isUnit(length(v)) {
		return v, nil
	}
	unit := make([]float32, len(v))
	if !normalize(unit, v) {
		return nil, errors.New("the vector is zero or not finite; embed the text again")
	}
	return unit, nil
}
