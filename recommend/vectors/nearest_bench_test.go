package vectors_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"

	"segue/data"
	"segue/recommend/vectors"
)

// benchmarkChanges returns episodes with an average of 1.4 passages until they have the given
// number of passages. The vectors are different, so that the benchmark reads as much memory as
// real ones.
func benchmarkChanges(passages int) []vectors.Change {
	r := rand.New(rand.NewPCG(1, 0))
	var changes []vectors.Change
	for n := 0; n < passages; {
		c := vectors.Change{Slot: int32(len(changes)), ID: data.EpisodeID("episode-" + strconv.Itoa(len(changes))), Show: data.ShowID("show-" + strconv.Itoa(len(changes)%50))}
		for range []int{1, 1, 1, 2, 2}[len(changes)%5] {
			c.Passages = append(c.Passages, randomUnit(r, dimensions))
			n++
		}
		changes = append(changes, c)
	}
	return changes
}

// everyTenth returns a filter that allows a tenth of the slots.
func everyTenth(slots int) *vectors.Set {
	s := vectors.NewSet(slots)
	for slot := 0; slot < slots; slot += 10 {
		s.Add(int32(slot))
	}
	return s
}

func BenchmarkNearest(b *testing.B) {
	for _, passages := range []int{500, 1_000, 2_000, 3_000, 5_000, 10_000, 14_000, 140_000} {
		changes := benchmarkChanges(passages)
		for _, e := range engines {
			if e == vectors.Chromem && passages > 14_000 {
				continue
			}
			x := indexOf(b, e, changes...)
			for _, q := range []vectors.Query{{K: 100}, {K: 400}, {K: 100, Allowed: everyTenth(len(changes))}, {K: 100, Show: "show-7"}} {
				name := fmt.Sprintf("%s/passages=%d/k=%d/filter=%t/show=%t", e, passages, q.K, q.Allowed != nil, q.Show != "")
				b.Run(name, func(b *testing.B) { benchmarkQuery(b, x, q) })
			}
		}
	}
}

// benchmarkQuery asks with another vector each time.
func benchmarkQuery(b *testing.B, x *vectors.Index, q vectors.Query) {
	r := rand.New(rand.NewPCG(9, 9))
	var queries [64][]float32
	for i := range queries {
		queries[i] = randomUnit(r, dimensions)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		q.Vector = queries[i%len(queries)]
		nearest(b, x, q)
	}
}

// BenchmarkUpdate replaces one episode.
func BenchmarkUpdate(b *testing.B) {
	for _, passages := range []int{1_900, 14_000, 270_000} {
		changes := benchmarkChanges(passages)
		for _, e := range engines {
			x := indexOf(b, e, changes...)
			b.Run(fmt.Sprintf("%s/passages=%d", e, passages), func(b *testing.B) {
				b.ReportAllocs()
				next := x
				for i := 0; b.Loop(); i++ {
					next = updated(b, next, changes[i*7919%len(changes)])
				}
			})
		}
	}
}

// BenchmarkBuildIndex adds all episodes to an empty index. It reports the memory per passage
// that the index keeps, including the vector.
func BenchmarkBuildIndex(b *testing.B) {
	for _, passages := range []int{1_900, 14_000, 270_000} {
		changes := benchmarkChanges(passages)
		for _, e := range engines {
			b.Run(fmt.Sprintf("%s/passages=%d", e, passages), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					indexOf(b, e, changes...)
				}
				before := usedMemory()
				x := indexOf(b, e, changes...)
				b.ReportMetric(float64(usedMemory()-before)/float64(x.Len()), "B/passage")
				runtime.KeepAlive(x)
			})
		}
	}
}

func usedMemory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
