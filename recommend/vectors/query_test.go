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

	"segue/recommend"
	"segue/recommend/vectors"
)

func TestResultsDoNotDependOnProcessorCount(t *testing.T) {
	const n = 12_000 // enough values for several workers
	index := build(t, syntheticEpisodes(n))
	query := randomUnit(rand.New(rand.NewPCG(9, 9)), dimensions)
	t.Cleanup(func() { runtime.GOMAXPROCS(runtime.NumCPU()) })
	runtime.GOMAXPROCS(1)
	wantMeans, wantNearest := answers(t, index, query, n)
	for _, processors := range []int{2, 3, 8} {
		runtime.GOMAXPROCS(processors)
		means, nearest := answers(t, index, query, n)
		if !slices.Equal(wantMeans, means) || !slices.Equal(wantNearest, nearest) {
			t.Errorf("results differ between %d processors and one", processors)
		}
	}
}

func TestQueryRejectsInvalidInput(t *testing.T) {
	index := build(t, randomEpisodes(3, 4, 1))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		query []float32
		size  int
		want  string
	}{
		{"another dimension", t.Context(), []float32{1, 0}, 3, "query has 2 dimensions, want 4"},
		{"no dimensions", t.Context(), nil, 3, "query has 0 dimensions, want 4"},
		{"zeros", t.Context(), make([]float32, 4), 3, "query is zero or not finite"},
		{"a value that is not a number", t.Context(), []float32{1, 0, 0, float32(math.NaN())}, 3, "query is zero or not finite"},
		{"a slice of the wrong length", t.Context(), []float32{1, 0, 0, 0}, 2, "result slice has length 2; want 3"},
		{"a cancelled context", ended, []float32{1, 0, 0, 0}, 3, context.Canceled.Error()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			means := index.Means(tt.ctx, tt.query, make([]float32, tt.size))
			passages := index.Passages(tt.ctx, tt.query, make([]recommend.Nearest, tt.size))
			for _, err := range []error{means, passages} {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error = %v, want an error with %q", err, tt.want)
				}
			}
		})
	}
}

func TestCancelledContextStopsWork(t *testing.T) {
	episodes := randomEpisodes(1_000, 4, 1)
	index, query := build(t, episodes), []float32{1, 0, 0, 0}
	t.Run("in the middle of a query", func(t *testing.T) {
		means := make([]float32, len(episodes))
		err := index.Means(&countdownContext{Context: t.Context(), limit: 1}, query, means)
		if !errors.Is(err, context.Canceled) || means[0] == 0 || means[len(means)-1] != 0 {
			t.Errorf("Means = %v, with %v first and %v last; want it to stop after its first chunk", err, means[0], means[len(means)-1])
		}
	})
	for name, limit := range map[string]int{"while copying": 500, "while storing": 1_500} {
		t.Run(name, func(t *testing.T) {
			if _, err := vectors.Build(&countdownContext{Context: t.Context(), limit: limit}, episodes); !errors.Is(err, context.Canceled) {
				t.Errorf("Build = %v, want %v", err, context.Canceled)
			}
		})
	}
}

func TestQueryLengthDoesNotAffectResults(t *testing.T) {
	index := build(t, randomEpisodes(20, 4, 1))
	wantMeans, wantNearest := answers(t, index, []float32{0.6, 0, 0.8, 0}, 20)
	query := []float32{3, 0, 4, 0}
	means, nearest := answers(t, index, query, 20)
	if d := gocmp.Diff(wantMeans, means, rounding); d != "" {
		t.Errorf("Means (-want +got):\n%s", d)
	}
	if d := gocmp.Diff(wantNearest, nearest, rounding); d != "" {
		t.Errorf("Passages (-want +got):\n%s", d)
	}
	if d := gocmp.Diff([]float32{3, 0, 4, 0}, query); d != "" {
		t.Errorf("the query was changed (-want +got):\n%s", d)
	}
}
