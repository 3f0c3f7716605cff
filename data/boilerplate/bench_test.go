package boilerplate_test

import (
	"fmt"
	"strings"
	"testing"

	"segue/data/boilerplate"
)

// BenchmarkShow measures one show of 10,000 episodes with 300 words each. The last
// thirty words repeat.
func BenchmarkShow(b *testing.B) {
	const episodes = 10_000
	list := footed(episodes, func(i int) string {
		var text strings.Builder
		for j := range 27 {
			fmt.Fprintf(&text, " Sentence %s speaks of %s and of words that all have.", letters(i*27+j), letters(i))
		}
		return text.String() + "\n\n" + sponsor + "\n\nFind every episode, and a full transcript of each, on our website.\n\nThanks for listening!"
	})
	sketches := make([]boilerplate.Sketch, episodes)
	for i, e := range list {
		sketches[i] = boilerplate.NewSketch(e)
	}
	set := boilerplate.Find(sketches)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			for i, e := range list {
				sketches[i] = boilerplate.NewSketch(e)
			}
		}
	})
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			boilerplate.Find(sketches)
		}
	})
	b.Run("strip", func(b *testing.B) {
		for b.Loop() {
			for _, e := range list {
				set.Strip(e.Show.ID, e.Description)
			}
		}
	})
}
