package thumb_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/server/thumb"
)

// fixture is a podcast's host and the handler for its thumbnails.
type fixture struct {
	host     *httptest.Server
	requests atomic.Int64
	images   map[data.EpisodeID]string
	h        *thumb.Handler
	url      string
}

// newFixture starts both. The host sends answer for every path.
func newFixture(t testing.TB, answer http.HandlerFunc, change ...func(*thumb.Config)) *fixture {
	t.Helper()
	w := &fixture{}
	w.host = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.requests.Add(1)
		answer(rw, r)
	}))
	t.Cleanup(w.host.Close)
	w.images = map[data.EpisodeID]string{
		"one": w.host.URL + "/a.jpg", "same": w.host.URL + "/a.jpg", "other": w.host.URL + "/b.jpg?secret=1",
		"without": "", "file": "file:///etc/passwd", "inline": "data:image/png;base64,AAAA", "relative": "/a.jpg",
	}
	config := thumb.Config{Fetch: fetch, Image: w.image}
	for _, change := range change {
		change(&config)
	}
	w.h = thumb.New(config)
	t.Cleanup(w.h.Close)
	service := httptest.NewServer(w.h)
	t.Cleanup(service.Close)
	w.url = service.URL
	return w
}

var errBroken = errors.New("broken")

func (w *fixture) image(_ context.Context, id data.EpisodeID) (string, error) {
	if id == "broken" {
		return "", errBroken
	}
	address, ok := w.images[id]
	if !ok {
		return "", fmt.Errorf("%s: %w", id, data.ErrUnknownEpisode)
	}
	return address, nil
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	return io.ReadAll(response.Body)
}

// sends returns a handler that sends a picture.
func sends(picture []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.Write(picture) }
}

// do makes one request.
func (w *fixture) do(t testing.TB, method, path string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, w.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func (w *fixture) status(t testing.TB, path string) int {
	t.Helper()
	response, _ := w.do(t, http.MethodGet, path)
	return response.StatusCode
}

func TestThumbnailIsServedWithCORSHeaders(t *testing.T) {
	w := newFixture(t, sends(asJPEG(t, drawing(300, 300))))
	response, body := w.do(t, http.MethodGet, "/thumbs/one.jpg")
	shown(t, body)
	tag := response.Header.Get("Etag")
	response.Header.Del("Etag")
	response.Header.Del("Date")
	want := http.Header{
		"Access-Control-Allow-Origin":  {"*"},
		"Cache-Control":                {"public, max-age=86400, stale-while-revalidate=604800"},
		"Content-Length":               {fmt.Sprint(len(body))},
		"Content-Type":                 {"image/jpeg"},
		"Cross-Origin-Resource-Policy": {"cross-origin"},
		"Timing-Allow-Origin":          {"*"},
		"X-Content-Type-Options":       {"nosniff"},
	}
	if d := cmp.Diff(want, response.Header); d != "" || response.StatusCode != 200 || len(tag) != 24 {
		t.Errorf("status %d, tag %s (-want +got):\n%s", response.StatusCode, tag, d)
	}
	head, none := w.do(t, http.MethodHead, "/thumbs/one.jpg")
	if head.StatusCode != 200 || len(none) != 0 || head.ContentLength != int64(len(body)) {
		t.Errorf("HEAD: status %d, %d bytes, length %d", head.StatusCode, len(none), head.ContentLength)
	}
	known, none := w.do(t, http.MethodGet, "/thumbs/one.jpg", "If-None-Match: "+tag)
	if known.StatusCode != 304 || len(none) != 0 || known.Header.Get("Etag") != tag || known.Header.Get("Cache-Control") == "" {
		t.Errorf("known: status %d, %d bytes, %v", known.StatusCode, len(none), known.Header)
	}
}

func TestMissingPictureGives404WithoutABody(t *testing.T) {
	w := newFixture(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/b.jpg" {
			io.WriteString(rw, "<!doctype html>")
			return
		}
		http.NotFound(rw, r)
	})
	for _, tt := range []struct {
		name, path string
		requests   int64
	}{
		{"no such episode", "/thumbs/nobody.jpg", 0},
		{"an episode without picture", "/thumbs/without.jpg", 0},
		{"a picture in a file of this machine", "/thumbs/file.jpg", 0},
		{"a data URL", "/thumbs/inline.jpg", 0},
		{"a picture without a host", "/thumbs/relative.jpg", 0},
		{"an address instead of an id", "/thumbs/https://other.example/a.jpg", 0},
		{"another suffix", "/thumbs/one.png", 0},
		{"no id", "/thumbs/.jpg", 0},
		{"a very long id", "/thumbs/" + strings.Repeat("a", 5000) + ".jpg", 0},
		{"a way out", "/thumbs/..%2f..%2fone.jpg", 0},
		{"missing on its host", "/thumbs/one.jpg", 1},
		{"not a picture", "/thumbs/other.jpg", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.requests.Store(0)
			for range 2 { // the failure is cached
				response, body := w.do(t, http.MethodGet, tt.path)
				if response.StatusCode != 404 || len(body) != 0 || response.Header.Get("Cache-Control") != "public, max-age=300" ||
					response.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
					t.Errorf("status %d, body %q, %v", response.StatusCode, body, response.Header)
				}
			}
			if got := w.requests.Load(); got != tt.requests {
				t.Errorf("the host got %d requests, want %d", got, tt.requests)
			}
		})
	}
	if response, _ := w.do(t, http.MethodGet, "/thumbs/broken.jpg"); response.StatusCode != 503 || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("without a catalogue: status %d, %v", response.StatusCode, response.Header)
	}
}

func TestSlowHostDoesNotBlockRequests(t *testing.T) {
	release := make(chan struct{})
	w := newFixture(t, func(rw http.ResponseWriter, r *http.Request) {
		<-release
		sends(asJPEG(t, drawing(200, 200)))(rw, r)
	}, func(c *thumb.Config) { c.Timeout = time.Millisecond })
	response, body := w.do(t, http.MethodGet, "/thumbs/one.jpg")
	if response.StatusCode != 404 || len(body) != 0 || response.Header.Get("Cache-Control") != "public, max-age=5" {
		t.Errorf("status %d, %v", response.StatusCode, response.Header)
	}
	close(release) // the thumbnail is made without a waiting request
	for w.status(t, "/thumbs/one.jpg") != 200 {
		time.Sleep(time.Millisecond)
	}
	if got := w.requests.Load(); got != 1 {
		t.Errorf("the host got %d requests", got)
	}
}

func TestAfterCloseOnlyStoredThumbnailsAreServed(t *testing.T) {
	hangs := make(chan struct{})
	defer close(hangs)
	w := newFixture(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/b.jpg" {
			<-hangs
		}
		sends(asJPEG(t, drawing(200, 200)))(rw, r)
	}, func(c *thumb.Config) { c.Timeout = 10 * time.Millisecond })
	for w.status(t, "/thumbs/one.jpg") != 200 {
	}
	w.status(t, "/thumbs/other.jpg")
	w.h.Close() // does not wait for the host
	got := []int{w.status(t, "/thumbs/one.jpg"), w.status(t, "/thumbs/other.jpg")}
	if d := cmp.Diff([]int{200, 404}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
