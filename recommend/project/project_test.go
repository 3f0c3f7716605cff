package project_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/recommend/project"
)

// space has unit vectors in memory.
type space [][]float32

func (s space) Vector(n int) []float32 { return s[n] }

func (s space) Means(ctx context.Context, query, similarity []float32) error {
	for n, v := range s {
		similarity[n] = -2
		if v != nil {
			similarity[n] = 0
			for d := range v {
				similarity[n] += v[d] * query[d]
			}
		}
	}
	return ctx.Err()
}

func unit(v []float32) []float32 {
	square := 0.0
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	for d := range v {
		v[d] /= float32(math.Sqrt(square))
	}
	return v
}

// clusters returns n random vectors around each of count directions.
func clusters(count, n int, width float64) (s space, chosen []int) {
	random := rand.New(rand.NewPCG(7, 7))
	for c := range count {
		for range n {
			v := make([]float32, 32)
			v[c] = 1
			for d := range v {
				v[d] += float32(width * random.NormFloat64())
			}
			chosen = append(chosen, len(s))
			s = append(s, unit(v))
		}
	}
	return s, chosen
}

func TestSeparateClustersStaySeparateOnThePlane(t *testing.T) {
	s, chosen := clusters(5, 60, .08)
	p, err := project.Make(t.Context(), s, len(s), chosen)
	if err != nil {
		t.Fatal(err)
	}
	// The nearest point on the plane is from the same cluster.
	for i, a := range p.Points {
		nearest, at := math.Inf(1), -1
		for j, b := range p.Points {
			if d := math.Hypot(a.X-b.X, a.Y-b.Y); i != j && d < nearest {
				nearest, at = d, j
			}
		}
		if i/60 != at/60 {
			t.Errorf("the nearest point of point %d of cluster %d is from cluster %d", i, i/60, at/60)
		}
	}
	if !p.Measured || p.Trust < .9 || p.Kept < .25 || p.Kept > 1 || p.Trust > 1 {
		t.Errorf("kept %.3f, trust %.3f, measured %t", p.Kept, p.Trust, p.Measured)
	}
}

func TestGroupFindsTheClusters(t *testing.T) {
	s, chosen := clusters(3, 20, .05)
	g, err := project.Group(t.Context(), s, chosen)
	if err != nil {
		t.Fatal(err)
	}
	if g.Count != 3 {
		t.Fatalf("%d groups, want 3", g.Count)
	}
	for i := range chosen {
		if g.Of[i] != g.Of[i/20*20] || g.Near[i] < .5 {
			t.Errorf("point %d is in group %d (cosine %.2f), its cluster in group %d", i, g.Of[i], g.Near[i], g.Of[i/20*20])
		}
	}
}

func TestGroupReturnsNoGroupsForFewPoints(t *testing.T) {
	s, chosen := clusters(2, 10, .1)
	g, err := project.Group(t.Context(), s, chosen)
	if d := cmp.Diff(project.Groups{}, g); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestNearHasTheNearestPointsByVector(t *testing.T) {
	s := space{unit([]float32{1, 0}), unit([]float32{.9, .1}), nil, unit([]float32{0, 1}), unit([]float32{.5, .5})}
	p, err := project.Make(t.Context(), s, len(s), []int{0, 1, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]int32{{1, 3, 2}, {0, 3, 2}, {3, 1, 0}, {1, 0, 2}}, p.Near); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if p.Measured {
		t.Error("Measured is true for four points")
	}
}

func TestMakeReturnsErrorForMissingVectorAndCancelledContext(t *testing.T) {
	s, chosen := clusters(2, 20, .1)
	s[3] = nil
	if _, err := project.Make(t.Context(), s, len(s), chosen); err == nil || err.Error() != "project: number 3 has no vector" {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := project.Make(ctx, s, len(s), chosen[5:]); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// TestMakeIsDeterministicAndInBoundsForAnyVectors includes equal vectors, few vectors and none.
func TestMakeIsDeterministicAndInBoundsForAnyVectors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, width := rapid.IntRange(0, 40).Draw(t, "n"), rapid.IntRange(1, 4).Draw(t, "width")
		var s space
		var chosen []int
		for i := range n {
			v := rapid.SliceOfN(rapid.Float32Range(-1, 1), width, width).Draw(t, "vector")
			v[0] += 1.5
			s, chosen = append(s, unit(v)), append(chosen, i)
		}
		if n > 3 && rapid.Bool().Draw(t, "equal") {
			for i := range s {
				s[i] = s[0]
			}
		}
		p, err := project.Make(t.Context(), s, n, chosen)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range p.Points {
			if !(q.X >= 0 && q.X <= 1 && q.Y >= 0 && q.Y <= 1) {
				t.Fatalf("point %d is %v", i, q)
			}
		}
		if len(p.Points) != n || !(p.Kept >= 0 && p.Kept <= 1 && p.Trust >= 0 && p.Trust <= 1) {
			t.Fatalf("%d points, kept %v, trust %v", len(p.Points), p.Kept, p.Trust)
		}
		again, err := project.Make(t.Context(), s, n, chosen)
		if d := cmp.Diff(p, again); d != "" || err != nil {
			t.Fatalf("the same vectors gave another plane (-first +second): %v\n%s", err, d)
		}
		if _, err := project.Group(t.Context(), s, chosen); err != nil {
			t.Fatal(err)
		}
	})
}
