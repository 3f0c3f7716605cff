package indexer_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"segue/data"
)

// footer is what every episode of the benchmark ends in.
const footer = "\n\nNimbus Hosting starts virtual machines, databases and clusters in seconds, anywhere in the world. " +
	"Join the listeners who have rated us on Apple Podcasts and Spotify, and tell a friend about it.\n\nThanks for listening!"

// BenchmarkSync measures following a catalogue of 10,000 episodes of three passages
// and the same footer: from its vectors in the cache, and again where one episode has
// changed. The heap is what is kept of it.
func BenchmarkSync(b *testing.B) {
	const episodes = 10_000
	p := newParts(b)
	var list []data.Episode
	for i := range episodes {
		e := about(data.EpisodeID(fmt.Sprintf("e%d", i)), strings.Repeat(fmt.Sprintf("It is about number%d and about words that all have. ", i), 30)+footer)
		list = append(list, e)
	}
	p.upsert(b, list...)
	if err := p.indexer.Sync(b.Context(), ignore); err != nil {
		b.Fatal(err)
	}
	before := heapMB()
	b.Run("start", func(b *testing.B) {
		var kept float64
		for b.Loop() {
			again := over(b, p.catalog)
			if err := again.indexer.Sync(b.Context(), ignore); err != nil {
				b.Fatal(err)
			}
			kept = heapMB() - before
			runtime.KeepAlive(again)
		}
		b.ReportMetric(kept, "MB-kept")
	})
	b.Run("one changed", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			p.upsert(b, about("e7", fmt.Sprintf("It is about number %d.", n)+footer))
			if err := p.indexer.Sync(b.Context(), ignore); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func heapMB() float64 {
	runtime.GC()
	runtime.GC() // what finalizers released
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkChange measures a change of the model of 10,000 episodes of three passages,
// whose vectors are in the cache: from the choice to the first answer by the other
// model, to and fro.
func BenchmarkChange(b *testing.B) {
	const episodes = 10_000
	c := newChoosing(b, 0)
	var list []data.Episode
	for i := range episodes {
		list = append(list, about(data.EpisodeID(fmt.Sprintf("e%d", i)), strings.Repeat(fmt.Sprintf("It is about number%d and about words that all have. ", i), 30)))
	}
	c.upsert(b, list...)
	c.sync(b)
	c.build(b, other)
	for n := 0; b.Loop(); n++ {
		c.choose(b, []string{other, testModel}[n%2])
		c.sync(b)
	}
}
