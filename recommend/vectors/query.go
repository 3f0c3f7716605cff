package vectors

import (
	"context"
	"fmt"
	"strconv"

	"github.com/philippgille/chromem-go"

	"segue/data"
	"segue/recommend"
)

// Has implements [recommend.Index].
func (x *Index) Has(id data.EpisodeID) bool {
	_, ok := x.position[id]
	return ok
}

// Vector implements [recommend.Index].
func (x *Index) Vector(id data.EpisodeID) ([]float32, bool) {
	number, ok := x.position[id]
	if !ok {
		return nil, false
	}
	// GetByID copies, so a caller cannot change what is stored.
	found, err := x.means.GetByID(context.Background(), strconv.Itoa(number))
	return found.Embedding, err == nil
}

// Episodes implements [recommend.Index].
func (x *Index) Episodes(ctx context.Context, query []float32) ([]recommend.Match, error) {
	found, err := all(ctx, x.means, query)
	if err != nil {
		return nil, err
	}
	matches := make([]recommend.Match, 0, len(found))
	for _, f := range found {
		number, err := strconv.Atoi(f.ID)
		if err != nil {
			return nil, fmt.Errorf("vectors: document %q: %w", f.ID, err)
		}
		matches = append(matches, recommend.Match{Episode: x.ids[number], Similarity: f.Similarity})
	}
	return matches, nil
}

// Passages implements [recommend.Index]. Of two passages that are equally near
// it keeps the earlier.
func (x *Index) Passages(ctx context.Context, query []float32) ([]recommend.Match, error) {
	found, err := all(ctx, x.passages, query)
	if err != nil {
		return nil, err
	}
	best := make([]recommend.Match, len(x.ids))
	for _, f := range found {
		number, err := strconv.Atoi(f.ID)
		if err != nil {
			return nil, fmt.Errorf("vectors: document %q: %w", f.ID, err)
		}
		owner, ordinal := x.owner[number], x.ordinal[number]
		b := &best[owner]
		if b.Episode == "" || f.Similarity > b.Similarity || f.Similarity == b.Similarity && ordinal < b.Passage {
			*b = recommend.Match{Episode: x.ids[owner], Passage: ordinal, Similarity: f.Similarity}
		}
	}
	return best, nil
}

// all compares query with every document. Asking chromem-go for fewer would be
// no cheaper, and among equal similarities it chooses at random.
func all(ctx context.Context, c *chromem.Collection, query []float32) ([]chromem.Result, error) {
	if c.Count() == 0 {
		return nil, nil
	}
	found, err := c.QueryEmbedding(ctx, query, c.Count(), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("vectors: query of %d dimensions: %w", len(query), err)
	}
	// chromem-go stops silently when the context ends.
	return found, ctx.Err()
}
