package server_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheWidgetIsServedBelowItsPath(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.config.Widget = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			rw.Header().Set("Cache-Control", "public, max-age=3600")
			io.WriteString(rw, r.Method+" "+r.URL.Path)
		})
	})
	for _, tt := range []struct {
		method, address string
		status          int
		body            string
	}{
		{"GET", "/widget/v1.js", 200, "GET /widget/v1.js"},
		{"GET", "/widget/0123/search.js", 200, "GET /widget/0123/search.js"},
		{"HEAD", "/widget/v1.js", 200, ""},
		{"GET", "/widgets", 404, ""},
		{"POST", "/widget/v1.js", 405, ""},
	} {
		got := w.do(t, tt.method, tt.address)
		if got.status != tt.status || tt.status == 200 && got.body != tt.body {
			t.Errorf("%s %s: status %d, body %q", tt.method, tt.address, got.status, got.body)
		}
	}
	want := []string{"Cache-Control: public, max-age=3600", "Cross-Origin-Resource-Policy: cross-origin", "X-Content-Type-Options: nosniff"}
	got := headersOf(w.do(t, http.MethodGet, "/widget/v1.js"), "Cache-Control", "Cross-Origin-Resource-Policy", "X-Content-Type-Options")
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("headers (-want +got):\n%s", d)
	}
}

func TestWithoutAWidgetHandlerThePathIsUnknown(t *testing.T) {
	w := newFixture(t, nil)
	if got := w.do(t, http.MethodGet, "/widget/v1.js"); got.status != 404 {
		t.Errorf("status %d", got.status)
	}
}
