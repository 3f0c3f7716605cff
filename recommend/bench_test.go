package recommend_test

import (
	"fmt"
	"testing"

	"segue/data"
	"segue/recommend"
)

// BenchmarkEngine measures answers in process, the embedding of the question
// left out: catalogues of episodes with two passages, a guest and three tags.
func BenchmarkEngine(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		angle := make(map[data.EpisodeID][]float64, n)
		episodes := make([]data.Episode, n)
		for i := range episodes {
			e := episode(fmt.Sprintf("e%d", i), 2000+i%25, guest(fmt.Sprintf("Guest %d", i/3)),
				tag(fmt.Sprintf("tag %d", i%50)), tag(fmt.Sprintf("Topic %d", i%7)), tag("Podcast"))
			e.Description = "What it is about."
			episodes[i] = e
			angle[e.ID] = []float64{float64(i%180) / 2, float64(i%90) / 2}
		}
		w := newWorld(b, episodes, angle)
		b.Run(fmt.Sprintf("episodes=%d/search", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := w.Search(b.Context(), "0", recommend.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("episodes=%d/similar", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := w.Similar(b.Context(), data.Ref{ID: "e0"}, recommend.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
