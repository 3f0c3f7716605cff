package vectors_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/testenv"
	"segue/recommend/vectors"
)

func setOf(slots ...int32) *vectors.Set {
	s := vectors.NewSet(0)
	for _, slot := range slots {
		s.Add(slot)
	}
	return s
}

func TestNearestReturnsAllowedPassagesInOrder(t *testing.T) {
	east, north := []float32{2, 0}, []float32{0, 1}
	changes := []vectors.Change{
		{Slot: 0, Show: "a", Language: "en", Passages: [][]float32{north, east}},
		{Slot: 2, Show: "b", Language: "en", Passages: [][]float32{east}},
		{Slot: 3, Show: "b", Language: "de", Passages: [][]float32{north, east}},
	}
	first, second, third := vectors.Hit{Slot: 0, Passage: 1, Cosine: 1}, vectors.Hit{Slot: 2, Cosine: 1}, vectors.Hit{Slot: 3, Passage: 1, Cosine: 1}
	for _, tt := range []struct {
		name  string
		query vectors.Query
		want  []vectors.Hit
	}{
		{"equal to the last one are returned too", vectors.Query{K: 1}, []vectors.Hit{first, second, third}},
		{"ranks decide between equal cosines", vectors.Query{K: 3, Rank: []int32{2, 0, 1, 0}}, []vectors.Hit{third, second, first}},
		{"slots decide between equal ranks", vectors.Query{K: 3, Rank: make([]int32, 4)}, []vectors.Hit{first, second, third}},
		{"more than there are", vectors.Query{K: 100}, []vectors.Hit{first, second, third, {Slot: 0, Cosine: 0}, {Slot: 3, Cosine: 0}}},
		{"the largest number", vectors.Query{K: math.MaxInt, Allowed: setOf(2)}, []vectors.Hit{second}},
		{"only allowed slots", vectors.Query{K: 2, Allowed: setOf(0, 1, 3, 500)}, []vectors.Hit{first, third}},
		{"no slot is allowed", vectors.Query{K: 2, Allowed: setOf()}, nil},
		{"one show", vectors.Query{K: 5, Show: "b"}, []vectors.Hit{second, third, {Slot: 3, Cosine: 0}}},
		{"one language", vectors.Query{K: 1, Language: "de"}, []vectors.Hit{third}},
		{"one show, one language and allowed slots", vectors.Query{K: 1, Show: "b", Language: "en", Allowed: setOf(2, 3)}, []vectors.Hit{second}},
		{"an unknown show", vectors.Query{K: 1, Show: "c"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Vector = []float32{3, 0}
			for _, e := range engines {
				if d := gocmp.Diff(tt.want, nearest(t, indexOf(t, e, changes...), tt.query), emptyIsNil); d != "" {
					t.Errorf("%s (-want +got):\n%s", e, d)
				}
			}
		})
	}
}

func TestNearestRejectsInvalidQueries(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	valid := []float32{1, 0, 0, 0}
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		query vectors.Query
		want  string
	}{
		{"another dimension", t.Context(), vectors.Query{K: 1, Vector: []float32{1, 0}}, "query has 2 dimensions, want 4"},
		{"no dimensions", t.Context(), vectors.Query{K: 1}, "query has 0 dimensions, want 4"},
		{"zeros", t.Context(), vectors.Query{K: 1, Vector: make([]float32, 4)}, "query: the vector is zero or not finite"},
		{"a value that is not a number", t.Context(), vectors.Query{K: 1, Vector: []float32{1, 0, 0, float32(math.NaN())}}, "query: the vector is zero or not finite"},
		{"no passages", t.Context(), vectors.Query{Vector: valid}, "query wants 0 passages, want at least 1"},
		{"a slot without rank", t.Context(), vectors.Query{K: 1, Vector: valid, Rank: []int32{0}}, "slot 1 has no rank; Rank has 1 elements"},
		{"a cancelled context", ended, vectors.Query{K: 1, Vector: valid}, context.Canceled.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, e := range engines {
				x := indexOf(t, e, vectors.Change{Slot: 1, Passages: [][]float32{{1, 0, 0, 0}}})
				if _, err := x.Nearest(tt.ctx, []vectors.Query{tt.query}); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: error = %v, want an error with %q", e, err, tt.want)
				}
			}
		})
	}
}

func TestEmptyIndexAcceptsEveryVector(t *testing.T) {
	for _, e := range engines {
		x := indexOf(t, e, vectors.Change{Slot: 1})
		if hits := nearest(t, x, vectors.Query{K: 1, Vector: []float32{0}}); len(hits) > 0 {
			t.Errorf("%s: hits %v in an empty index", e, hits)
		}
	}
}

// manyPassages returns n episodes with one random passage each.
func manyPassages(n, dimensions int) []vectors.Change {
	r := rand.New(rand.NewPCG(3, 3))
	changes := make([]vectors.Change, n)
	for i := range changes {
		changes[i] = vectors.Change{Slot: int32(i), ID: data.EpisodeID("e"), Passages: [][]float32{randomUnit(r, dimensions)}}
	}
	return changes
}

func TestCancelledContextStopsSearchAndUpdate(t *testing.T) {
	changes := manyPassages(2_000, 4)
	query := vectors.Query{K: 10, Vector: []float32{1, 0, 0, 0}}
	for _, e := range engines {
		x := indexOf(t, e, changes...)
		if _, err := x.Nearest(&countdownContext{Context: t.Context(), limit: 1}, []vectors.Query{query}); !errors.Is(err, context.Canceled) {
			t.Errorf("Nearest of %s = %v, want %v", e, err, context.Canceled)
		}
		if _, err := x.Update(&countdownContext{Context: t.Context(), limit: 1_000}, changes); !errors.Is(err, context.Canceled) {
			t.Errorf("Update of %s = %v, want %v", e, err, context.Canceled)
		}
		if want, got := naiveNearest(t, contentsOf(t, changes), query), nearest(t, x, query); !slices.Equal(want, got) {
			t.Errorf("after a cancelled update %s finds %v, want %v", e, got, want)
		}
	}
	if _, err := vectors.New(vectors.Chromem).Update(&countdownContext{Context: t.Context(), limit: 3_000}, changes); !errors.Is(err, context.Canceled) {
		t.Errorf("Update while adding documents = %v, want %v", err, context.Canceled)
	}
}

// contentsOf returns the contents of an index after the changes.
func contentsOf(t testing.TB, changes []vectors.Change) map[int32]vectors.Change {
	contents := map[int32]vectors.Change{}
	for _, c := range changes {
		c.Passages = units(t, c.Passages)
		contents[c.Slot] = c
	}
	return contents
}

func TestResultsAreTheSameInEveryRun(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	pool := [][]float32{randomUnit(r, dimensions), randomUnit(r, dimensions), randomUnit(r, dimensions)}
	var changes []vectors.Change
	for slot := range int32(200) {
		changes = append(changes, vectors.Change{Slot: slot, Passages: [][]float32{pool[slot%3], pool[slot%2]}})
	}
	query := vectors.Query{K: 10, Vector: pool[0]}
	want := naiveNearest(t, contentsOf(t, changes), query)
	for _, e := range engines {
		x := indexOf(t, e, changes...)
		for range testenv.Times(100, 1_000) {
			if d := gocmp.Diff(want, nearest(t, x, query)); d != "" {
				t.Fatalf("%s (-want +got):\n%s", e, d)
			}
		}
	}
}

func TestEnginesAgreeWhereOnlyRoundingDiffers(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	base := randomUnit(r, dimensions)
	var changes []vectors.Change
	for slot := range int32(400) {
		v := slices.Clone(base)
		for range 20 { // to the next float32
			i := r.IntN(len(v))
			v[i] = math.Nextafter32(v[i], 2*v[i])
		}
		changes = append(changes, vectors.Change{Slot: slot, Passages: [][]float32{v}})
	}
	for _, k := range []int{1, 7, 50, 300} {
		query := vectors.Query{K: k, Vector: randomUnit(r, dimensions)}
		want := naiveNearest(t, contentsOf(t, changes), query)
		for _, e := range engines {
			if d := gocmp.Diff(want, nearest(t, indexOf(t, e, changes...), query)); d != "" {
				t.Errorf("%s with K %d (-want +got):\n%s", e, k, d)
			}
		}
	}
}

func TestNearestDoesNotDependOnProcessorCount(t *testing.T) {
	changes := manyPassages(6_000, dimensions) // enough values for several workers
	x := indexOf(t, vectors.Packed, changes...)
	query := vectors.Query{K: 100, Vector: changes[7].Passages[0]}
	want := naiveNearest(t, contentsOf(t, changes), query)
	t.Cleanup(func() { runtime.GOMAXPROCS(runtime.NumCPU()) })
	for _, processors := range []int{1, 2, 3, 8} {
		runtime.GOMAXPROCS(processors)
		if d := gocmp.Diff(want, nearest(t, x, query)); d != "" {
			t.Errorf("with %d processors (-want +got):\n%s", processors, d)
		}
	}
}

func TestNearestDoesNotChangeTheQuery(t *testing.T) {
	for _, e := range engines {
		vector := []float32{3, 4}
		nearest(t, indexOf(t, e, vectors.Change{Passages: [][]float32{{1, 0}}}), vectors.Query{K: 1, Vector: vector})
		if d := gocmp.Diff([]float32{3, 4}, vector); d != "" {
			t.Errorf("%s changed the query (-want +got):\n%s", e, d)
		}
	}
}
