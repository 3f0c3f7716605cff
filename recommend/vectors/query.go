package vectors

import (
	"context"
	"errors"
	"fmt"

	"github.com/viterin/vek/vek32"

	"segue/recommend"
)

// Means implements [recommend.Vectors]. The query may have any length above 0. Means
// returns an error if the query's dimension differs from the index, or if similarity
// does not have one element per episode.
func (x *Index) Means(ctx context.Context, query, similarity []float32) error {
	query, err := x.normalized(query, len(similarity))
	if err != nil {
		return err
	}
	return forEachChunk(ctx, len(similarity), len(x.means.values), same(func(from, to int) {
		for n := from; n < to; n++ {
			similarity[n] = recommend.NoVector
			if row := x.mean[n]; row != noRow {
				similarity[n] = vek32.Dot(query, x.means.row(int(row)))
			}
		}
	}))
}

// same returns a function that gives all workers of forEachChunk the same task.
func same(do func(from, to int)) func() func(from, to int) {
	return func() func(from, to int) { return do }
}

// Passages implements [recommend.Vectors]. The same rules as for Means apply.
func (x *Index) Passages(ctx context.Context, query []float32, nearest []recommend.Nearest) error {
	query, err := x.normalized(query, len(nearest))
	if err != nil {
		return err
	}
	return forEachChunk(ctx, len(nearest), len(x.passages.values), same(func(from, to int) {
		for n := from; n < to; n++ {
			nearest[n] = x.nearest(query, n)
		}
	}))
}

// Nearest implements [recommend.Vectors]. It returns [recommend.NoVector] for an
// invalid query.
func (x *Index) Nearest(query []float32, n int) recommend.Nearest {
	query, err := x.normalized(query, len(x.mean))
	if err != nil || query == nil {
		return recommend.Nearest{Mean: recommend.NoVector, Best: recommend.NoVector}
	}
	return x.nearest(query, n)
}

// Similarity implements [recommend.Vectors].
func (x *Index) Similarity(a, b int) float32 {
	u, v := x.Vector(a), x.Vector(b)
	if u == nil || v == nil {
		return recommend.NoVector
	}
	return vek32.Dot(u, v)
}

// nearest compares query with the passages of episode n. It does not read the mean
// vector: the mean is the scaled sum of the passages, so its cosine is the scaled sum
// of theirs.
func (x *Index) nearest(query []float32, n int) recommend.Nearest {
	best := recommend.Nearest{Mean: recommend.NoVector, Best: recommend.NoVector}
	if x.mean[n] == noRow {
		return best
	}
	first, sum := x.first[n], 0.0
	for r := first; r < x.first[n+1]; r++ {
		cosine := vek32.Dot(query, x.passages.row(int(r)))
		sum += float64(cosine)
		if cosine > best.Best { // the first of equal ones wins
			best.Best, best.Passage = cosine, r-first
		}
	}
	if best.Mean = float32(sum * x.meanScale[n]); x.meanScale[n] == 0 {
		best.Mean = vek32.Dot(query, x.means.row(int(x.mean[n])))
	}
	return best
}

// normalized returns query with length one. size is the length of the result slice. An
// index without vectors accepts any query and returns nil.
func (x *Index) normalized(query []float32, size int) ([]float32, error) {
	switch {
	case size != len(x.mean):
		return nil, fmt.Errorf("vectors: result slice has length %d; want %d, one element per episode", size, len(x.mean))
	case x.passages.width == 0:
		return nil, nil
	case len(query) != x.passages.width:
		return nil, fmt.Errorf("vectors: query has %d dimensions, want %d; embed it with the model of the index", len(query), x.passages.width)
	case isUnit(length(query)):
		return query, nil
	}
	scaled := make([]float32, len(query))
	if !normalize(scaled, query) {
		return nil, errors.New("vectors: query is zero or not finite")
	}
	return scaled, nil
}
