package words_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/recommend"
	"segue/recommend/words"
)

// synthetic returns n episodes of 150 words, whose frequencies follow Zipf's law.
func synthetic(n int) *catalogue {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 10, 60_000)
	episodes := make([]data.Episode, n)
	for i := range episodes {
		text := make([]string, 150)
		for j := range text {
			text[j] = word(zipf.Uint64())
		}
		episodes[i] = data.Episode{ID: data.EpisodeID(fmt.Sprint("episode-", i)), Title: strings.Join(text[:6], " "),
			Description: strings.Join(text[6:], " "), Tags: text[:2], Show: data.Show{Title: "Show " + text[0]}}
	}
	c := &catalogue{episodes: episodes}
	for _, e := range episodes {
		c.keys = append(c.keys, words.Key{ID: e.ID, Digest: "1"})
	}
	return c
}

// word turns a number into a word of syllables that no stemmer changes.
func word(n uint64) string {
	syllables := []string{"ba", "ko", "mu", "ti", "ra", "po", "gu", "ni", "za", "lo"}
	out := ""
	for ; n > 0 || out == ""; n /= 10 {
		out += syllables[n%10]
	}
	return out + "k"
}

// readInOrder returns the requested episodes by their order in the catalogue, which
// Sync preserves.
func (c *catalogue) readInOrder() words.Read {
	at := 0
	return func(_ context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		for range ids {
			if err := each(c.episodes[at]); err != nil {
				return err
			}
			at++
		}
		return nil
	}
}

func benchmarkIndex(b testing.TB, c *catalogue) *words.Index {
	index, err := words.Open(b.Context(), b.TempDir(), words.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { index.Close() })
	if err := index.Sync(b.Context(), c.keys, c.readInOrder()); err != nil {
		b.Fatal(err)
	}
	return index
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := synthetic(n)
			index := benchmarkIndex(b, c)
			view, err := index.View(c.keys)
			if err != nil {
				b.Fatal(err)
			}
			b.Run("view", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := index.View(c.keys); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("sync without changes", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := index.Sync(b.Context(), c.keys, c.readInOrder()); err != nil {
						b.Fatal(err)
					}
				}
			})
			scores, excluded := make([]float32, n), make([]bool, n)
			b.Run("search of 4 words", func(b *testing.B) {
				b.ReportAllocs()
				text := strings.Join([]string{word(30), word(300), word(1200), word(5000)}, " ") + " "
				for b.Loop() {
					q, err := view.Parse(b.Context(), text)
					if err != nil {
						b.Fatal(err)
					}
					if err := view.Search(b.Context(), q, scores, excluded); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("search with a prefix", func(b *testing.B) {
				b.ReportAllocs()
				text := strings.Join([]string{word(30), word(300), word(1200)[:4]}, " ")
				for b.Loop() {
					q, err := view.Parse(b.Context(), text)
					if err != nil {
						b.Fatal(err)
					}
					if err := view.Search(b.Context(), q, scores, excluded); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("search of a phrase", func(b *testing.B) {
				b.ReportAllocs()
				text := fmt.Sprintf("%q", word(30)+" "+word(31))
				for b.Loop() {
					q, err := view.Parse(b.Context(), text)
					if err != nil {
						b.Fatal(err)
					}
					if err := view.Search(b.Context(), q, scores, excluded); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("search with a typo", func(b *testing.B) {
				b.ReportAllocs()
				text := word(30) + " " + word(12345) + "x "
				for b.Loop() {
					if _, err := view.Parse(b.Context(), text); err != nil {
						b.Fatal(err)
					}
				}
			})
			var terms []recommend.Term
			b.Run("terms", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var err error
					if terms, err = view.Terms(b.Context(), n/2, 100); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("like of %d terms", len(terms)), func(b *testing.B) {
				b.ReportAllocs()
				var found words.Matches
				for b.Loop() {
					if err := view.Like(b.Context(), terms, &found); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkSync(b *testing.B) {
	c := synthetic(10_000)
	for b.Loop() {
		index, err := words.Open(b.Context(), b.TempDir(), words.Config{})
		if err != nil {
			b.Fatal(err)
		}
		if err := index.Sync(b.Context(), c.keys, c.readInOrder()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		index.Close()
		b.StartTimer()
	}
}

// BenchmarkChange measures the time until a search finds one changed episode.
func BenchmarkChange(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := synthetic(n)
			index := benchmarkIndex(b, c)
			view, err := index.View(c.keys)
			if err != nil {
				b.Fatal(err)
			}
			var apply, next time.Duration
			for i := 0; b.Loop(); i++ {
				slot := i * 37 % n
				key := words.Key{ID: c.episodes[slot].ID, Digest: fmt.Sprint("changed ", i)}
				read := func(_ context.Context, _ []data.EpisodeID, each func(data.Episode) error) error {
					return each(c.episodes[slot])
				}
				begin := time.Now()
				if err := index.Apply(b.Context(), []words.Key{key}, nil, read); err != nil {
					b.Fatal(err)
				}
				written := time.Now()
				if view, err = index.Next(view, map[int32]words.Key{int32(slot): key}, n); err != nil {
					b.Fatal(err)
				}
				apply, next = apply+written.Sub(begin), next+time.Since(written)
			}
			b.ReportMetric(float64(apply.Nanoseconds())/float64(b.N), "ns/apply")
			b.ReportMetric(float64(next.Nanoseconds())/float64(b.N), "ns/next")
		})
	}
}
