package server_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/server"
)

// newFullFixture starts a server with all groups of routes.
func newFullFixture(t *testing.T) *fixture {
	file := func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "file") }
	return newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
		w.config.Widget, w.config.Thumbs = http.HandlerFunc(file), http.HandlerFunc(file)
	})
}

func TestOnlyMountedHandlersMatchByPrefix(t *testing.T) {
	prefixes := []string{}
	for path := range newFullFixture(t).server.Routes() {
		if strings.Contains(path, "*") {
			prefixes = append(prefixes, path)
		}
	}
	slices.Sort(prefixes)
	if d := cmp.Diff([]string{"/debug/pprof/*profile", "/thumbs/*file", "/websub/*rest", "/widget/*file"}, prefixes); d != "" {
		t.Errorf("routes with a prefix (-want +got):\n%s", d)
	}
}

func TestEveryPathHasARouteForEveryMethod(t *testing.T) {
	want := slices.Sorted(slices.Values(server.Methods))
	for path, methods := range newFullFixture(t).server.Routes() {
		if d := cmp.Diff(want, slices.Sorted(slices.Values(methods))); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

// TestMiddlewareRunsInOrder sends requests that break several rules. The status shows
// which rule is checked first, and the headers show which middleware ran before.
func TestMiddlewareRunsInOrder(t *testing.T) {
	long := "?x=" + strings.Repeat("a", 15<<10)
	w := newFullFixture(t)
	for _, tt := range []struct {
		name, method, address string
		body                  int64
		status                int
		// cors and vary report that CORS and compression ran.
		cors, vary bool
	}{
		{"the API shares an error of the limits, which is not compressed", "GET", "/v1/search" + long, 0, 414, true, false},
		{"the API shares and compresses an error of huma", "GET", "/v1/search?x=1", 0, 400, true, true},
		{"the API checks limits before the method", "DELETE", "/v1/search" + long, 0, 414, true, false},
		{"the API compresses the refusal of a method", "DELETE", "/v1/search", 0, 405, true, true},
		{"the API answers OPTIONS before the limits", "OPTIONS", "/v1/search" + long, 0, 204, true, false},
		{"the API checks limits at unknown addresses", "GET", "/v1/nope" + long, 0, 414, true, false},
		{"administration checks limits before the key", "POST", "/v1/feeds", 65 << 10, 413, false, false},
		{"administration checks the key before the parameters", "POST", "/v1/feeds?x=1", 0, 401, false, true},
		{"administration answers OPTIONS without the key", "OPTIONS", "/v1/feeds", 0, 204, false, false},
		{"administration refuses a method without the key", "PUT", "/v1/feeds", 0, 405, false, true},
		{"administration is not shared at unknown addresses", "GET", "/v1/feeds/a/b", 0, 404, false, true},
		{"an upload has its own limit", "PUT", "/v1/episodes", 65 << 10, 401, false, true},
		{"health is not shared", "GET", "/healthz?x=1", 0, 400, false, true},
		{"health refuses OPTIONS", "OPTIONS", "/healthz", 0, 405, false, true},
		{"the document is shared", "GET", "/openapi.json", 0, 200, true, true},
		{"the documentation is not shared", "GET", "/docs", 0, 200, false, true},
		{"the documentation checks limits", "POST", "/docs" + long, 0, 414, false, false},
		{"pages check limits before the method", "POST", "/search" + long, 0, 414, false, false},
		{"pages are compressed", "GET", "/search", 0, 200, false, true},
		{"files check limits", "GET", "/widget/a.js" + long, 0, 414, false, false},
		{"files are compressed", "GET", "/thumbs/a.jpg", 0, 200, false, true},
		{"hubs may send more than others", "POST", "/websub/a/b", 65 << 10, 200, false, true},
		{"hubs check the limits", "POST", "/websub/a/b" + long, 0, 414, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var body io.Reader
			if tt.body > 0 {
				body = io.LimitReader(blank{}, tt.body)
			}
			r, err := http.NewRequestWithContext(t.Context(), tt.method, w.url+tt.address, body)
			if err != nil {
				t.Fatal(err)
			}
			r.ContentLength = tt.body
			r.Header.Set("Expect", "100-continue")
			got := w.send(t, r)
			cors, vary := got.header.Get("Access-Control-Allow-Origin") != "", got.header.Get("Vary") != ""
			if got.status != tt.status || cors != tt.cors || vary != tt.vary {
				t.Errorf("status %d, CORS %v, Vary %v, want %d, %v, %v: %.200s", got.status, cors, vary, tt.status, tt.cors, tt.vary, got.body)
			}
			if got.header.Get("X-Request-Id") == "" || got.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers of all requests are missing: %v", got.header)
			}
		})
	}
}
