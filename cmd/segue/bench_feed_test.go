package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"segue/data/datatest"
)

// BenchmarkServeFeed measures a server with an empty catalogue and a local feed of 730
// items: the time from its start until it lists all items, until words find them, and
// until all are embedded.
func BenchmarkServeFeed(b *testing.B) {
	name := datatest.Shared(b, "data", "feeds", "rbren+rss-parser", "test", "input", "giantbomb-podcast.rss")
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, name) }))
	b.Cleanup(host.Close)
	const items = 730
	var listed, found, embedded time.Duration
	for b.Loop() {
		begin := time.Now()
		s := startServer(b, "--data", filepath.Join(b.TempDir(), "segue.db"), "--feed", host.URL, "--allow-private-feeds")
		s.waitTotal(b, "/v1/episodes?limit=1", items)
		listed += time.Since(begin)
		s.waitTotal(b, "/v1/search?q=game&semantic_ratio=0&limit=1", 1)
		found += time.Since(begin)
		s.waitReady(b)
		embedded += time.Since(begin)
		s.Process.Kill()
		s.Wait()
	}
	n := float64(b.N)
	b.ReportMetric(listed.Seconds()/n, "s-to-list")
	b.ReportMetric(found.Seconds()/n, "s-to-words")
	b.ReportMetric(embedded.Seconds()/n, "s-to-all-embedded")
}

// waitTotal waits until the total of a response is at least a minimum.
func (s serverProcess) waitTotal(b *testing.B, path string, minimum int) {
	b.Helper()
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(5 * time.Millisecond) {
		var body struct{ Total int }
		if err := json.Unmarshal([]byte(get(b, s.url+path)), &body); err != nil {
			b.Fatal(err)
		}
		if body.Total >= minimum {
			return
		}
	}
	b.Fatalf("%s does not reach %d episodes within a minute", path, minimum)
}
