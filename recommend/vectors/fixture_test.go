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

// emptyIsNil compares no results as equal, whether nil or empty.
var emptyIsNil = cmpopts.EquateEmpty()

// engines are the engines that answer queries.
var engines = []vectors.Engine{vectors.Chromem, vectors.Packed}

// indexOf returns an index with the changes.
func indexOf(tb testing.TB, e vectors.Engine, changes ...vectors.Change) *vectors.PassageIndex {
	tb.Helper()
	return updated(tb, vectors.New(e), changes...)
}

func updated(tb testing.TB, x *vectors.PassageIndex, changes ...vectors.Change) *vectors.PassageIndex {
	tb.Helper()
	next, err := x.Update(tb.Context(), changes)
	if err != nil {
		tb.Fatal(err)
	}
	return next
}

func nearest(tb rapid.TB, x *vectors.PassageIndex, q vectors.Query) []vectors.Hit {
	tb.Helper()
	hits, err := x.Nearest(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return hits
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
