package indexer_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"segue/data"
)

// sponsorText is the boilerplate at the end of every episode of the benchmark.
const sponsorText = "\n\nNimbus Hosting starts virtual machines, databases and clusters in seconds, anywhere in the world. " +
	"Join the listeners who have rated us on Apple Podcasts and Spotify, and tell a friend about it.\n\nThanks for listening!"

// BenchmarkSync measures Sync of a catalogue of 10,000 episodes of three passages and the
// same boilerplate: at the start, with all vectors in the cache, and after a change of one
// episode. MB-kept is the heap that the index and the engine use.
func BenchmarkSync(b *testing.B) {
	const episodes = 10_000
	p := newFixture(b)
	var list []data.Episode
	for i := range episodes {
		e := about(data.EpisodeID(fmt.Sprintf("e%d", i)), strings.Repeat(fmt.Sprintf("It is about number%d and about words that all have. ", i), 30)+sponsorText)
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
			restarted := withEmptyWordIndex(b, p.catalog)
			if err := restarted.indexer.Sync(b.Context(), ignore); err != nil {
				b.Fatal(err)
			}
			kept = heapMB() - before
			runtime.KeepAlive(restarted)
		}
		b.ReportMetric(kept, "MB-kept")
	})
	b.Run("one changed", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			p.upsert(b, about("e7", fmt.Sprintf("It is about number %d.", n)+sponsorText))
			if err := p.indexer.Sync(b.Context(), ignore); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func heapMB() float64 {
	runtime.GC()
	runtime.GC() // frees memory that finalizers released
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkSwitch measures a switch of the model for 10,000 episodes of three passages whose
// vectors are in the cache: from the choice to the first answer of the other model.
func BenchmarkSwitch(b *testing.B) {
	const episodes = 10_000
	c := newSwitchFixture(b, 0)
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
