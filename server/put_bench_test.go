package server_test

import (
	"io"
	"net/http"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"segue/data/catalog/sqlite"
)

// BenchmarkPut uploads 100,000 episodes with short descriptions to a catalogue in a file.
// It reports the increase of the heap at its peak.
func BenchmarkPut(b *testing.B) {
	const episodes = 100_000
	for b.Loop() {
		b.StopTimer()
		c, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "segue.db"))
		if err != nil {
			b.Fatal(err)
		}
		w := newFixture(b, func(w *fixture) { w.config.Catalog = c })
		body, more := io.Pipe()
		go func() {
			for n := range episodes {
				io.WriteString(more, lineOf(n))
			}
			more.Close()
		}()
		peak := watchHeap()
		b.StartTimer()
		got := w.admin(b, http.MethodPut, "/v1/episodes", body, "Content-Type: application/x-ndjson")
		b.StopTimer()
		b.ReportMetric(float64(peak())/1e6, "peak-MB")
		if !strings.HasPrefix(got.body, counts(episodes, 0, 0, 0)) {
			b.Fatal(got.body)
		}
		c.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(episodes*b.N)/b.Elapsed().Seconds(), "episodes/s")
}

// watchHeap measures the heap in the background. The returned function stops the
// measurement and returns the increase at the peak in bytes.
func watchHeap() (peak func() uint64) {
	stop, most := make(chan struct{}), make(chan uint64)
	before := heap()
	go func() {
		top := before
		for {
			select {
			case <-stop:
				most <- top - before
				return
			case <-time.After(5 * time.Millisecond):
				top = max(top, heap())
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-most
	}
}

func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
