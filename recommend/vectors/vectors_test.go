package vectors_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// random makes n episodes of one to four random unit vectors.
func random(n, dimensions int, seed uint64) []vectors.Episode {
	r := rand.New(rand.NewPCG(seed, 0))
	episodes := make([]vectors.Episode, n)
	for i := range episodes {
		episodes[i].ID = data.EpisodeID("episode-" + strconv.Itoa(i))
		for range 1 + r.IntN(4) {
			episodes[i].Passages = append(episodes[i].Passages, unit(r, dimensions))
		}
	}
	return episodes
}

func unit(r *rand.Rand, dimensions int) []float32 {
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

func dot(a, b []float32) float32 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return float32(sum)
}

func byEpisode(matches []recommend.Match) []recommend.Match {
	slices.SortFunc(matches, func(a, b recommend.Match) int { return cmp.Compare(a.Episode, b.Episode) })
	return matches
}

// within is the rounding of a sum of a few hundred float32 products.
var within = cmpopts.EquateApprox(0, 1e-5)

func TestIndexAgreesWithAnExactScan(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 300} {
		t.Run(strconv.Itoa(n)+" episodes", func(t *testing.T) {
			episodes := random(n, 24, uint64(n))
			index, err := vectors.Build(t.Context(), episodes)
			if err != nil {
				t.Fatal(err)
			}
			query := unit(rand.New(rand.NewPCG(9, 9)), 24)
			var wantPassages, wantMeans []recommend.Match
			for _, e := range episodes {
				mean, ok := index.Vector(e.ID)
				if !ok || math.Abs(float64(dot(mean, mean))-1) > 1e-5 {
					t.Fatalf("Vector(%q) has length %v, %v", e.ID, dot(mean, mean), ok)
				}
				best := recommend.Match{Episode: e.ID, Similarity: -2}
				for i, p := range e.Passages {
					if s := dot(query, p); s > best.Similarity {
						best.Passage, best.Similarity = i, s
					}
				}
				wantPassages = append(wantPassages, best)
				wantMeans = append(wantMeans, recommend.Match{Episode: e.ID, Similarity: dot(query, mean)})
			}
			gotMeans, err := index.Episodes(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			if d := gocmp.Diff(byEpisode(wantMeans), byEpisode(gotMeans), within, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("Episodes (-want +got):\n%s", d)
			}
			gotPassages, err := index.Passages(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			if d := gocmp.Diff(byEpisode(wantPassages), byEpisode(gotPassages), within, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("Passages (-want +got):\n%s", d)
			}
		})
	}
}

func TestBuildRefusesVectorsThatWouldFailLater(t *testing.T) {
	nan := float32(math.NaN())
	for _, tt := range []struct {
		name     string
		episodes []vectors.Episode
		want     string
	}{
		{"an episode without vectors", []vectors.Episode{{ID: "a"}}, `episode "a": no passage`},
		{"passages of two dimensions", []vectors.Episode{{ID: "a", Passages: [][]float32{{1, 0}, {1}}}}, "passage 1 has 1 dimensions, passage 0 has 2"},
		{"episodes of two dimensions", []vectors.Episode{{ID: "a", Passages: [][]float32{{1, 0}}}, {ID: "b", Passages: [][]float32{{1}}}}, `episode "b": 1 dimensions beside others of 2`},
		{"a value that is no number", []vectors.Episode{{ID: "a", Passages: [][]float32{{nan, 1}}}}, "no finite direction"},
		{"a vector of zeros", []vectors.Episode{{ID: "a", Passages: [][]float32{{0, 0}}}}, "no finite direction"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := vectors.Build(t.Context(), tt.episodes)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Build = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestVectorIsACopy(t *testing.T) {
	index, err := vectors.Build(t.Context(), random(1, 4, 1))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := index.Vector("episode-0")
	want := slices.Clone(first)
	clear(first)
	again, _ := index.Vector("episode-0")
	if d := gocmp.Diff(want, again); d != "" {
		t.Errorf("changing a returned vector changed the index (-want +got):\n%s", d)
	}
	if _, ok := index.Vector("unknown"); ok || index.Has("unknown") {
		t.Error("an unknown episode has a vector")
	}
}

func TestQueryOfAnotherDimensionIsAnError(t *testing.T) {
	index, err := vectors.Build(t.Context(), random(3, 4, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := index.Passages(t.Context(), []float32{1, 0}); err == nil {
		t.Error("a query of 2 dimensions was compared with vectors of 4")
	}
}

func BenchmarkPassages(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		index, err := vectors.Build(b.Context(), random(n, 384, 1))
		if err != nil {
			b.Fatal(err)
		}
		query := unit(rand.New(rand.NewPCG(9, 9)), 384)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := index.Passages(b.Context(), query); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
