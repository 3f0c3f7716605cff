package vectors_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/recommend/vectors"
)

// dimensions is the dimension of the built-in model.
const dimensions = 384

// randomUnit returns a vector of length one.
func randomUnit(r *rand.Rand, dimensions int) []float32 {
	v := make([]float32, dimensions)
	var square float64
	for i := range v {
		v[i] = float32(r.NormFloat64())
		square += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / math.Sqrt(square))
	}
	return v
}

// rounding tolerates the rounding error of a sum of a few hundred float32 products.
var rounding = cmpopts.EquateApprox(0, 1e-5)

// emptyIsNil compares no results as equal, whether nil or empty.
var emptyIsNil = cmpopts.EquateEmpty()

// engines are the engines that answer queries.
var engines = []vectors.Engine{vectors.Chromem, vectors.Packed}

// indexOf returns an index with the changes.
func indexOf(tb testing.TB, e vectors.Engine, changes ...vectors.Change) *vectors.Index {
	tb.Helper()
	return updated(tb, vectors.New(e), changes...)
}

func updated(tb testing.TB, x *vectors.Index, changes ...vectors.Change) *vectors.Index {
	tb.Helper()
	next, err := x.Update(tb.Context(), changes)
	if err != nil {
		tb.Fatal(err)
	}
	return next
}

func nearest(tb rapid.TB, x *vectors.Index, q vectors.Query) []vectors.Hit {
	tb.Helper()
	hits, err := x.Nearest(context.Background(), []vectors.Query{q})
	if err != nil {
		tb.Fatal(err)
	}
	return hits[0]
}

// countdownContext is a context that ends after a number of calls of Err.
type countdownContext struct {
	context.Context
	calls, limit int
}

func (e *countdownContext) Err() error {
	if e.calls++; e.calls > e.limit {
		return context.Canceled
	}
	return nil
}

func sumOfUnits(passages [][]float32) []float32 {
	sum := make([]float32, len(passages[0]))
	for _, p := range passages {
		norm := norm(p)
		for i, value := range p {
			sum[i] += float32(float64(value) / norm)
		}
	}
	return sum
}

func norm(v []float32) float64 {
	var square float64
	for _, value := range v {
		square += float64(value) * float64(value)
	}
	return math.Sqrt(square)
}

// direction draws a vector of small integers, so that equal, opposite and orthogonal
// vectors are frequent.
func direction(dimensions int) *rapid.Generator[[]float32] {
	return rapid.Custom(func(r *rapid.T) []float32 {
		v := make([]float32, dimensions)
		for i := range v {
			v[i] = float32(rapid.IntRange(-3, 3).Draw(r, "value"))
		}
		if norm(v) == 0 {
			v[0] = 1
		}
		return v
	})
}
