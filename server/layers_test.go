package server_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
)

// testPages are pages with one handler.
type testPages http.HandlerFunc

func (p testPages) Register(routes, _ gin.IRoutes) {
	for _, path := range []string{"/", "/search", "/page", "/missing", "/panic", "/episodes/:id"} {
		routes.GET(path, gin.WrapF(http.HandlerFunc(p)))
	}
}

func (testPages) Starting(c *gin.Context)         { c.String(http.StatusServiceUnavailable, "starting") }
func (testPages) Busy(c *gin.Context)             { c.String(http.StatusServiceUnavailable, "busy") }
func (testPages) NotFound(c *gin.Context)         { c.String(http.StatusNotFound, "no page") }
func (testPages) MethodNotAllowed(c *gin.Context) { c.String(http.StatusMethodNotAllowed, "no method") }

// headersOf returns the given headers of a response, as "Name: value". It leaves out
// missing ones.
func headersOf(a response, names ...string) []string {
	list := []string{}
	for _, name := range names {
		for _, value := range a.header.Values(name) {
			list = append(list, name+": "+value)
		}
	}
	return list
}

func TestRequestIDs(t *testing.T) {
	w := newFixture(t, nil)
	made := regexp.MustCompile(`^[a-z2-7]{16}$`)
	for _, tt := range []struct {
		name, given string
		kept        bool
	}{
		{"keeps a safe id", "0af7651916cd43dd-8448.eb_211C", true},
		{"creates a missing id", "", false},
		{"replaces an id with a space", "a b", false},
		{"replaces an id that looks like a log line", `x" level=ERROR`, false},
		{"replaces an id that is too long", strings.Repeat("a", 65), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, http.MethodGet, "/v1/nope", "X-Request-Id: "+tt.given)
			id := got.header.Get("X-Request-Id")
			if tt.kept != (id == tt.given) || !tt.kept && !made.MatchString(id) {
				t.Errorf("%q becomes %q", tt.given, id)
			}
			if got.member("request_id") != id {
				t.Errorf("the problem says %q, the header %q", got.member("request_id"), id)
			}
		})
	}
}

func TestOtherSitesCanReadOnlyTheAPI(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
	})
	allowed := []string{"Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin", "Timing-Allow-Origin: *"}
	refused := []string{"Cross-Origin-Resource-Policy: same-origin"}
	for address, want := range map[string][]string{
		"/v1/episodes": allowed, "/v1/episodes/nope": allowed, "/v1/nope": allowed, "/openapi.json": allowed,
		"/v1/search?q=" + strings.Repeat("a", 20_000): allowed,
		"/": refused, "/docs": refused, "/readyz": refused,
	} {
		got := headersOf(w.do(t, http.MethodGet, address, "Origin: https://site.example"),
			"Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Timing-Allow-Origin")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%.40s (-want +got):\n%s", address, d)
		}
	}
}

func TestABrowserCanSendAPreflightRequest(t *testing.T) {
	w := newFixture(t, nil)
	got := w.do(t, http.MethodOptions, "/v1/search", "Origin: https://site.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match")
	want := []string{
		"Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: GET, HEAD, OPTIONS",
		"Access-Control-Allow-Headers: Content-Type, If-None-Match, X-Request-Id", "Access-Control-Max-Age: 86400", "Allow: GET, HEAD, OPTIONS",
	}
	if d := cmp.Diff(want, headersOf(got, "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age", "Allow")); d != "" || got.status != 204 {
		t.Errorf("status %d (-want +got):\n%s", got.status, d)
	}
}

func TestEveryAnswerHasSafeHeaders(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
		})
	})
	names := []string{"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy", "X-Content-Type-Options"}
	rest := []string{"Cross-Origin-Opener-Policy: same-origin", "Referrer-Policy: strict-origin-when-cross-origin", "X-Content-Type-Options: nosniff"}
	for address, policy := range map[string]string{
		"/v1/episodes": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"/docs":        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"/page":        "default-src 'self'",
	} {
		if d := cmp.Diff(append([]string{"Content-Security-Policy: " + policy}, rest...), headersOf(w.do(t, http.MethodGet, address), names...)); d != "" {
			t.Errorf("%s (-want +got):\n%s", address, d)
		}
	}
}

func TestHEADIsGETWithoutABody(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
	})
	for _, address := range []string{"/v1/episodes", "/v1/episodes/nope", "/v1/search?q=a", "/v1/similar?limit=99", "/healthz", "/readyz", "/openapi.json", "/docs", "/docs/errors", "/"} {
		get, head := w.do(t, http.MethodGet, address), w.do(t, http.MethodHead, address)
		for _, a := range []response{get, head} {
			a.header.Del("Server-Timing")
			a.header.Del("Date")
		}
		if d := cmp.Diff(get.header, head.header); d != "" || head.status != get.status || head.body != "" {
			t.Errorf("%s: status %d and %d, body %q, headers (-GET +HEAD):\n%s", address, get.status, head.status, head.body, d)
		}
	}
}

func TestUnsupportedMethodsAreRefused(t *testing.T) {
	w := newFixture(t, nil)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
		got := w.do(t, method, "/v1/shows")
		want := problemJSON(405, "method_not_allowed", "Method not allowed", "the address does not support "+method, "", `"use one of: GET, HEAD, OPTIONS"`)
		if d := cmp.Diff(want+"\n", got.body); d != "" || got.status != 405 || got.header.Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: status %d, Allow %q, body (-want +got):\n%s", method, got.status, got.header.Get("Allow"), d)
		}
	}
}

func TestRequestsThatAreTooLargeAreRefused(t *testing.T) {
	w := newFixture(t, nil)
	for _, tt := range []struct {
		name   string
		change func(*http.Request)
		status int
		code   string
	}{
		{"an address", func(r *http.Request) { r.URL.RawQuery = "q=" + strings.Repeat("a", 15<<10) }, 414, "address_too_long"},
		{"headers", func(r *http.Request) { r.Header.Set("Cookie", strings.Repeat("a", 17<<10)) }, 431, "headers_too_large"},
		{"a body", func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(make([]byte, 65<<10))), 65<<10
			r.Header.Set("Expect", "100-continue")
		}, 413, "body_too_large"},
		{"not the longest query", func(r *http.Request) { r.URL.RawQuery = "q=" + strings.Repeat("%E2%82%AC", 1000) }, 200, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+"/v1/search", nil)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(r)
			if got := w.send(t, r); got.status != tt.status || got.member("code") != tt.code {
				t.Errorf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
		})
	}
}

func TestPagesAnswerAllAddressesOutsideTheAPI(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/panic":
				panic("page")
			case "/missing":
				w.WriteHeader(http.StatusNotFound)
			}
			io.WriteString(w, r.Method+" "+r.URL.Path)
		})
	})
	for _, tt := range []struct {
		method, address string
		status          int
		body            string
	}{
		{"GET", "/", 200, "GET /"},
		{"GET", "/episodes/gitops", 200, "GET /episodes/gitops"},
		{"GET", "/assets/a/b.css", 404, "no page"},
		{"POST", "/search", 405, "no method"},
		{"GET", "/a/../search", 307, "<a href=\"/search\">Temporary Redirect</a>.\n\n"},
		{"GET", "//caf%C3%A9?q=a%20b", 307, "<a href=\"/caf%C3%A9?q=a%20b\">Temporary Redirect</a>.\n\n"},
		{"HEAD", "/search", 200, ""},
		{"GET", "/missing", 404, "GET /missing"},
		{"GET", "/panic", 500, problemJSON(500, "internal", "Internal error", "The server has an internal error. Its log has the cause under the request id of this answer.", "", `"try again; if the error remains, report the request id to the operator of the server"`) + "\n"},
		{"GET", "/v1/nope", 404, problemJSON(404, "not_found", "Not found", "no page or operation has this address", "", `"see /docs for all operations of the API"`) + "\n"},
	} {
		got := w.do(t, tt.method, tt.address)
		if d := cmp.Diff(tt.body, got.body); d != "" || got.status != tt.status {
			t.Errorf("%s %s: status %d, want %d, body (-want +got):\n%s", tt.method, tt.address, got.status, tt.status, d)
		}
	}
}

func TestAPanicAfterTheFirstByteAbortsTheConnection(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Pages = testPages(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush() // what counts is that it was sent
			panic("page")
		})
	})
	res, err := plain.Get(w.url + "/")
	if err != nil {
		return // the connection was closed before the client read the headers
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("%q is a complete answer with status %d, want an aborted connection", body, res.StatusCode)
	}
}
