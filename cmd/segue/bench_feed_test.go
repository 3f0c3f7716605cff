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

// BenchmarkServeFeed measures a real server with an empty catalogue and a feed of 730
// items on this machine: from its start until the first list has all of them, until
// words find them, and until all are embedded.
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

// waitTotal returns when an answer counts at least as many episodes.
func (s serving) waitTotal(b *testing.B, path string, least int) {
	b.Helper()
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(5 * time.Millisecond) {
		var body struct{ Total int }
		if err := json.Unmarshal([]byte(get(b, s.url+path)), &body); err != nil {
			b.Fatal(err)
		}
		if body.Total >= least {
			return
		}
	}
	b.Fatalf("%s did not count %d episodes within a minute", path, least)
}
