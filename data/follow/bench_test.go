package follow_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/datatest"
	"segue/data/follow"
)

// heap collects garbage and returns the live heap in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// peak measures the heap, with garbage, until the returned function is called. That
// function returns the maximum in MB.
func peak() func() float64 {
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(stop); <-stopped; return float64(most.Load()) / (1 << 20) }
}

func openBench(b *testing.B) catalog.Store {
	b.Helper()
	c, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "segue.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	return c
}

// BenchmarkRefreshOfUnchangedFeeds refreshes 200 unchanged feeds with 100 episodes each, on
// 20 hosts of a local server.
func BenchmarkRefreshOfUnchangedFeeds(b *testing.B) {
	for _, how := range []string{"304", "200 with the same body"} {
		b.Run(how, func(b *testing.B) {
			c, s := openBench(b), newSite(b)
			f := follow.New(c, &http.Client{Transport: hosts{s.Listener.Addr().String()}}, follow.Options{})
			for n := range 200 {
				path := fmt.Sprintf("/%d", n)
				text := rss{title: fmt.Sprint("Show ", n), items: from(100, 1)}.String()
				s.set(path, body(text))
				if how != "304" {
					s.set(path, noETag(text))
				}
				if _, _, err := f.Add(b.Context(), fmt.Sprintf("http://host%d.example%s", n%20, path), data.FollowOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			rest := heap()
			most := 0.0
			b.ReportAllocs()
			for b.Loop() {
				stop := peak()
				if err := f.RefreshAll(b.Context(), func(_ data.Feed, change data.FeedChange, err error) {
					if err != nil || change.Outcome != data.FeedUnchanged {
						b.Errorf("change %v, error %v", change, err)
					}
				}); err != nil {
					b.Fatal(err)
				}
				most = max(most, stop())
			}
			b.ReportMetric(most-rest, "MB-above-rest")
		})
	}
}

// hosts sends the requests to all hosts to one address.
type hosts struct{ address string }

func (h hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host = h.address
	return http.DefaultTransport.RoundTrip(r)
}

// BenchmarkFirstReadOf730Items adds a real feed with 730 items and 1.6 MB to an empty
// catalogue in a file.
func BenchmarkFirstReadOf730Items(b *testing.B) {
	text, err := os.ReadFile(datatest.Shared(b, "data", "feeds", "rbren+rss-parser", "test", "input", "giantbomb-podcast.rss"))
	if err != nil {
		b.Fatal(err)
	}
	s := newSite(b)
	s.set("/feed", body(string(text)))
	rest := heap()
	most := 0.0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		c := openBench(b)
		f := follow.New(c, http.DefaultClient, follow.Options{})
		b.StartTimer()
		stop := peak()
		stored, change, err := f.Add(b.Context(), s.URL+"/feed", data.FollowOptions{})
		if err != nil || stored.Episodes+change.Added < 700 {
			b.Fatalf("%d episodes, problems %s, error %v", stored.Episodes, strings.Join(change.Problems, "\n"), err)
		}
		most = max(most, stop())
	}
	b.ReportMetric(most-rest, "MB-above-rest")
}
