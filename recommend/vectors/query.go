package vectors

import (
	"context"
	"errors"
	"fmt"

	"github.com/viterin/vek/vek32"

	"segue/recommend"
)

// Means implements [recommend.Vectors]. The query may have any length above 0.
// Another dimension than that of the index is an error, and so is a slice that has
// not the length of the snapshot.
func (x *Index) Means(ctx context.Context, query, similarity []float32) error {
	query, err := x.check(query, len(similarity))
	if err != nil {
		return err
	}
	return inChunks(ctx, len(similarity), len(x.means.values), func(from, to int) {
		for n := from; n < to; n++ {
			similarity[n] = recommend.NoVector
			if row := x.mean[n]; row != noRow {
				similarity[n] = vek32.Dot(query, x.means.row(int(row)))
			}
		}
	})
}

// Passages implements [recommend.Vectors]. Query and slice are as for Means.
func (x *Index) Passages(ctx context.Context, query []float32, nearest []recommend.Nearest) error {
	query, err := x.check(query, len(nearest))
	if err != nil {
		return err
	}
	return inChunks(ctx, len(nearest), len(x.passages.values), func(from, to int) {
		for n := from; n < to; n++ {
			nearest[n] = x.nearest(query, n)
		}
	})
}

// Nearest implements [recommend.Vectors]. It is [recommend.NoVector] for a query
// that cannot be compared.
func (x *Index) Nearest(query []float32, n int) recommend.Nearest {
	query, err := x.check(query, len(x.mean))
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

// nearest compares query with the passages of episode n. The mean is not read: it
// is the scaled sum of the passages, and so is its cosine.
func (x *Index) nearest(query []float32, n int) recommend.Nearest {
	best := recommend.Nearest{Mean: recommend.NoVector, Best: recommend.NoVector}
	if x.mean[n] == noRow {
		return best
	}
	first, sum := x.first[n], 0.0
	for r := first; r < x.first[n+1]; r++ {
		cosine := vek32.Dot(query, x.passages.row(int(r)))
		sum += float64(cosine)
		if cosine > best.Best { // the first of equals stays
			best.Best, best.Passage = cosine, r-first
		}
	}
	if best.Mean = float32(sum * x.share[n]); x.share[n] == 0 {
		best.Mean = vek32.Dot(query, x.means.row(int(x.mean[n])))
	}
	return best
}

// check returns query with length one; places is the length of the slice that is
// to be written to. An index without vectors compares nothing and takes any query.
func (x *Index) check(query []float32, places int) ([]float32, error) {
	switch {
	case places != len(x.mean):
		return nil, fmt.Errorf("vectors: room for %d episodes in an index of %d", places, len(x.mean))
	case x.passages.width == 0:
		return nil, nil
	case len(query) != x.passages.width:
		return nil, fmt.Errorf("vectors: query of %d dimensions in an index of %d; embed it with the model of the index", len(query), x.passages.width)
	case isUnit(length(query)):
		return query, nil
	}
	scaled := make([]float32, len(query))
	if !unit(scaled, query) {
		return nil, errors.New("vectors: query has no direction: it is zero or not finite")
	}
	return scaled, nil
}
