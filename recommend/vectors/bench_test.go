package vectors_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/philippgille/chromem-go"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// syntheticEpisodes returns n episodes with an average of 2.7 passages, as in podcasts.
// The vectors repeat, so that the benchmark measures only the memory of the index.
func syntheticEpisodes(n int) []vectors.Episode {
	r := rand.New(rand.NewPCG(1, 0))
	pool := make([][]float32, 1_000)
	for i := range pool {
		pool[i] = randomUnit(r, dimensions)
	}
	counts := [10]int{1, 2, 2, 3, 3, 3, 3, 3, 3, 4}
	episodes := make([]vectors.Episode, n)
	for i := range episodes {
		episodes[i].ID = data.EpisodeID("episode-" + strconv.Itoa(i))
		for range counts[i%len(counts)] {
			episodes[i].Passages = append(episodes[i].Passages, pool[r.IntN(len(pool))])
		}
	}
	return episodes
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{2_000, 10_000, 100_000} {
		episodes := syntheticEpisodes(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				build(b, episodes)
			}
		})
	}
}

func BenchmarkQuery(b *testing.B) {
	query := randomUnit(rand.New(rand.NewPCG(9, 9)), dimensions)
	for _, n := range []int{2_000, 10_000, 100_000} {
		index := build(b, syntheticEpisodes(n))
		b.Run("means/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			similarity := make([]float32, n)
			for b.Loop() {
				if err := index.Means(b.Context(), query, similarity); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("passages/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			nearest := make([]recommend.Nearest, n)
			for b.Loop() {
				if err := index.Passages(b.Context(), query, nearest); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkChromem measures chromem-go's own query over the same number of vectors.
func BenchmarkChromem(b *testing.B) {
	query := randomUnit(rand.New(rand.NewPCG(9, 9)), dimensions)
	for _, n := range []int{2_000, 10_000} {
		var means, passages [][]float32
		for _, e := range syntheticEpisodes(n) {
			means, passages = append(means, e.Passages[0]), append(passages, e.Passages...)
		}
		for _, of := range []struct {
			name      string
			documents [][]float32
		}{{"means/", means}, {"passages/", passages}} {
			c, err := chromem.NewDB().CreateCollection("bench", nil, nil)
			if err != nil {
				b.Fatal(err)
			}
			for i, d := range of.documents {
				if err := c.AddDocument(b.Context(), chromem.Document{ID: strconv.Itoa(i), Embedding: d}); err != nil {
					b.Fatal(err)
				}
			}
			b.Run(of.name+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.QueryEmbedding(b.Context(), query, c.Count(), nil, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
