package vectors_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/recommend/vectors"
)

func TestUpdateRejectsInvalidVectors(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	star := [][]float32{{0.9999955, 0.0029999956}, {-0.50259584, 0.8645215}, {-0.4973997, -0.8675215}}
	for _, tt := range []struct {
		name   string
		change vectors.Change
		want   string
	}{
		{"passages of two dimensions", vectors.Change{Passages: [][]float32{{1, 0}, {1}}}, "passage 1 has 1 dimensions, want 2; embed all passages with one model"},
		{"a dimension different from the index", vectors.Change{Passages: [][]float32{{1}}}, "passage 0 has 1 dimensions, want 2"},
		{"a passage without dimensions", vectors.Change{Passages: [][]float32{{}}}, "passage 0 has no dimensions"},
		{"a value that is not a number", vectors.Change{Passages: [][]float32{{1, 0}, {nan, 1}}}, "passage 1 is zero or not finite"},
		{"an infinite value", vectors.Change{Passages: [][]float32{{inf, 1}}}, "passage 0 is zero or not finite"},
		{"a zero vector next to a valid one", vectors.Change{Passages: [][]float32{{0, 0}, {1, 0}}}, "passage 0 is zero or not finite"},
		{"passages that cancel each other out", vectors.Change{Passages: [][]float32{{1, 0}, {-1, 0}}}, "passages cancel each other out"},
		{"passages at 120 degrees, whose sum is zero but for rounding", vectors.Change{Passages: star}, "passages cancel each other out"},
		{"a negative slot", vectors.Change{Slot: -1, Passages: [][]float32{{1, 0}}}, "slot -1 is not between 0 and 16777215"},
		{"a slot that is too high", vectors.Change{Slot: 1 << 24}, "slot 16777216 is not between 0 and 16777215"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := indexOf(t, vectors.Auto, vectors.Change{Slot: 5, Passages: [][]float32{{1, 0}}})
			tt.change.ID = "b"
			_, err := x.Update(t.Context(), []vectors.Change{{Slot: 5}, tt.change})
			if want := `vectors: episode "b": ` + tt.want; err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("Update = %v, want an error with %q", err, want)
			}
			next := updated(t, x, vectors.Change{Slot: 6, Passages: [][]float32{{1, 0}}})
			want := []vectors.Hit{{Slot: 5, Cosine: 1}, {Slot: 6, Cosine: 1}}
			if d := gocmp.Diff(want, nearest(t, next, vectors.Query{K: 9, Vector: []float32{1, 0}})); d != "" {
				t.Errorf("after the error (-want +got):\n%s", d)
			}
		})
	}
}

func TestEmptiedIndexAcceptsAnotherDimension(t *testing.T) {
	x := indexOf(t, vectors.Auto, vectors.Change{Slot: 5, Passages: [][]float32{{1, 0}}})
	x = updated(t, x, vectors.Change{Slot: 5})
	if x.Dimensions() != 0 || x.Len() != 0 || x.Embedded() != 0 {
		t.Errorf("empty index has %d dimensions, %d passages and %d episodes", x.Dimensions(), x.Len(), x.Embedded())
	}
	if x = updated(t, x, vectors.Change{Slot: 5, Passages: [][]float32{{1, 0, 0}}}); x.Dimensions() != 3 {
		t.Errorf("index has %d dimensions, want 3", x.Dimensions())
	}
}

func TestEngineDependsOnTheNumberOfPassagesOnly(t *testing.T) {
	changes := manyPassages(vectors.ChromemLimit+1, 4)
	limit := indexOf(t, vectors.Auto, changes[:vectors.ChromemLimit]...)
	above := updated(t, limit, changes[vectors.ChromemLimit])
	below := updated(t, above, vectors.Change{Slot: 7})
	got := []vectors.Engine{limit.Engine(), above.Engine(), below.Engine(), indexOf(t, vectors.Packed).Engine(), indexOf(t, vectors.Chromem, changes...).Engine()}
	want := []vectors.Engine{vectors.Chromem, vectors.Packed, vectors.Chromem, vectors.Packed, vectors.Chromem}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("engines (-want +got):\n%s", d)
	}
	contents := contentsOf(t, changes)
	delete(contents, 7)
	query := vectors.Query{K: 20, Vector: changes[7].Passages[0]}
	if d := gocmp.Diff(naiveNearest(t, contents, query), nearest(t, below, query)); d != "" {
		t.Errorf("after the return to chromem-go (-want +got):\n%s", d)
	}
}

func TestConcurrentUpdatesOfOneIndexAreIndependent(t *testing.T) {
	changes := manyPassages(1_500, 8)
	query := vectors.Query{K: 30, Vector: changes[3].Passages[0]}
	for _, e := range engines {
		base := indexOf(t, e, changes[:1_000]...)
		want := nearest(t, base, query)
		var group sync.WaitGroup
		for n := range 4 {
			group.Go(func() {
				added := changes[1_000+100*n : 1_100+100*n]
				next := base
				for i := range added {
					next = updated(t, next, added[i], vectors.Change{Slot: int32(i)})
				}
				contents := contentsOf(t, append(changes[100:1_000:1_000], added...))
				if d := gocmp.Diff(naiveNearest(t, contents, query), nearest(t, next, query)); d != "" {
					t.Errorf("%s, branch %d (-want +got):\n%s", e, n, d)
				}
			})
			group.Go(func() {
				if d := gocmp.Diff(want, nearest(t, base, query)); d != "" {
					t.Errorf("%s, the base changed (-want +got):\n%s", e, d)
				}
			})
		}
		group.Wait()
	}
}
