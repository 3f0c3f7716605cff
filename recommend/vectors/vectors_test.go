package vectors_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// randomEpisodes returns n episodes with one to four random unit vectors; every fifth
// has none.
func randomEpisodes(n, dimensions int, seed uint64) []vectors.Episode {
	r := rand.New(rand.NewPCG(seed, 0))
	episodes := make([]vectors.Episode, n)
	for i := range episodes {
		episodes[i].ID = data.EpisodeID("episode-" + strconv.Itoa(i))
		if i%5 == 4 {
			continue
		}
		for range 1 + r.IntN(4) {
			episodes[i].Passages = append(episodes[i].Passages, randomUnit(r, dimensions))
		}
	}
	return episodes
}

func build(t testing.TB, episodes []vectors.Episode) *vectors.Index {
	t.Helper()
	index, err := vectors.Build(t.Context(), episodes)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// answers returns both kinds of similarity of n episodes.
func answers(t testing.TB, index *vectors.Index, query []float32, n int) ([]float32, []recommend.Nearest) {
	t.Helper()
	means, nearest := make([]float32, n), make([]recommend.Nearest, n)
	if err := index.Means(t.Context(), query, means); err != nil {
		t.Fatal(err)
	}
	if err := index.Passages(t.Context(), query, nearest); err != nil {
		t.Fatal(err)
	}
	return means, nearest
}

func TestBuildRejectsInvalidVectors(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, tt := range []struct {
		name     string
		passages [][]float32
		want     string
	}{
		{"passages of two dimensions", [][]float32{{1, 0}, {1}}, `episode "b": passage 1 has 1 dimensions, want 2`},
		{"a dimension different from the previous episode", [][]float32{{1}}, `episode "b": passage 0 has 1 dimensions, want 2`},
		{"a passage without dimensions", [][]float32{{}}, `episode "b": passage 0 has no dimensions`},
		{"a value that is not a number", [][]float32{{1, 0}, {nan, 1}}, `episode "b": passage 1 is zero or not finite`},
		{"an infinite value", [][]float32{{inf, 1}}, `episode "b": passage 0 is zero or not finite`},
		{"a zero vector next to a valid one", [][]float32{{0, 0}, {1, 0}}, `episode "b": passage 0 is zero or not finite`},
		{"passages that cancel each other out", [][]float32{{1, 0}, {-1, 0}}, `episode "b": passages cancel each other out`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := vectors.Build(t.Context(), []vectors.Episode{{ID: "a", Passages: [][]float32{{1, 0}}}, {ID: "b", Passages: tt.passages}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Build = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestVectorReturnsNormalizedMean(t *testing.T) {
	index := build(t, []vectors.Episode{{ID: "a", Passages: [][]float32{{1, 0}, {0, 1}}}, {ID: "b"}, {ID: "c", Passages: [][]float32{{0, -3}}}})
	half := float32(math.Sqrt(0.5))
	got := [][]float32{index.Vector(0), index.Vector(1), index.Vector(2)}
	if d := gocmp.Diff([][]float32{{half, half}, nil, {0, -1}}, got, rounding); d != "" {
		t.Errorf("Vector (-want +got):\n%s", d)
	}
}

func TestEpisodesWithoutVectorsReturnNoVector(t *testing.T) {
	none := recommend.Nearest{Mean: recommend.NoVector, Best: recommend.NoVector}
	for _, tt := range []struct {
		name     string
		episodes []vectors.Episode
	}{
		{"no episodes", nil},
		{"no episode is embedded", []vectors.Episode{{ID: "a"}, {ID: "b", Passages: [][]float32{}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			means, nearest := answers(t, build(t, tt.episodes), []float32{1, 0}, len(tt.episodes))
			for n := range tt.episodes {
				if means[n] != recommend.NoVector || nearest[n] != none {
					t.Errorf("episode %d has %v and %v", n, means[n], nearest[n])
				}
			}
		})
	}
}

func TestFirstOfEquallySimilarPassagesWins(t *testing.T) {
	a, b := []float32{1, 0, 0}, []float32{0, 1, 0}
	for _, tt := range []struct {
		name     string
		passages [][]float32
		want     int32
	}{
		{"the same vector twice", [][]float32{a, a}, 0},
		{"two that are both at 45 degrees", [][]float32{b, a}, 0},
		{"the second and the third are most similar", [][]float32{{0, 0, 1}, a, b}, 1},
		{"all have a negative similarity", [][]float32{{-1, 0, 0}, {0, -1, 0}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, nearest := answers(t, build(t, []vectors.Episode{{ID: "a", Passages: tt.passages}}), []float32{1, 1, 0}, 1)
			if nearest[0].Passage != tt.want {
				t.Errorf("nearest passage is %d, want %d", nearest[0].Passage, tt.want)
			}
		})
	}
}

func TestIndexBuiltFromRowsIsIdentical(t *testing.T) {
	episodes := randomEpisodes(50, 16, 7)
	for i, e := range episodes { // not unit vectors
		for _, p := range e.Passages {
			for j := range p {
				p[j] *= float32(1 + i)
			}
		}
	}
	index := build(t, episodes)
	rebuilt := make([]vectors.Episode, len(episodes))
	for n, e := range episodes {
		rebuilt[n] = vectors.Episode{ID: e.ID, Passages: index.Rows(n)}
		if len(rebuilt[n].Passages) != len(e.Passages) {
			t.Fatalf("episode %d has %d rows for %d passages", n, len(rebuilt[n].Passages), len(e.Passages))
		}
	}
	query := randomUnit(rand.New(rand.NewPCG(9, 9)), 16)
	means, nearest := answers(t, index, query, len(episodes))
	rebuiltMeans, rebuiltNearest := answers(t, build(t, rebuilt), query, len(episodes))
	if d := gocmp.Diff(means, rebuiltMeans) + gocmp.Diff(nearest, rebuiltNearest); d != "" {
		t.Errorf("(-original +rebuilt from rows):\n%s", d)
	}
}
