package server_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/server/thumb"
)

// smallPictures returns a handler with the images of the fixture's episodes.
func smallPictures(t *testing.T, w *fixture) *thumb.Handler {
	t.Helper()
	h := thumb.New(thumb.Config{
		Image: func(ctx context.Context, id data.EpisodeID) (string, error) {
			found, err := w.engine.catalog.Find(ctx, data.Ref{ID: id})
			return found.Image, err
		},
		Fetch: func(context.Context, string) ([]byte, error) {
			var b bytes.Buffer
			err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 400)))
			return b.Bytes(), err
		},
	})
	t.Cleanup(h.Close)
	return h
}

func TestThumbnailsAreServedBelowTheirPath(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.Thumbs = smallPictures(t, w) })
	for _, tt := range []struct {
		method, address string
		status          int
	}{
		{"GET", "/thumbs/gitops.jpg", 200},
		{"HEAD", "/thumbs/gitops.jpg", 200},
		{"GET", "/thumbs/gitops.jpg?width=3000", 200},
		{"GET", "/thumbs/bare.jpg", 404},
		{"GET", "/thumbs/nobody.jpg", 404},
		{"GET", "/thumbs/", 404},
		{"GET", "/thumbs", 404},
		{"POST", "/thumbs/gitops.jpg", 405},
	} {
		if got := w.do(t, tt.method, tt.address); got.status != tt.status || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s %s: status %d, %v", tt.method, tt.address, got.status, got.header)
		}
	}
	got := w.do(t, http.MethodGet, "/thumbs/gitops.jpg", "Accept-Encoding: gzip")
	names := []string{"Access-Control-Allow-Origin", "Cache-Control", "Content-Encoding", "Content-Type", "Cross-Origin-Resource-Policy", "Timing-Allow-Origin", "X-Content-Type-Options"}
	want := []string{"Access-Control-Allow-Origin: *", "Cache-Control: public, max-age=86400, stale-while-revalidate=604800", "Content-Type: image/jpeg",
		"Cross-Origin-Resource-Policy: cross-origin", "Timing-Allow-Origin: *", "X-Content-Type-Options: nosniff"}
	if d := cmp.Diff(want, headersOf(got, names...)); d != "" {
		t.Errorf("headers (-want +got):\n%s", d)
	}
	if again := w.do(t, http.MethodGet, "/thumbs/gitops.jpg", "If-None-Match: "+got.header.Get("Etag")); again.status != 304 {
		t.Errorf("known: status %d", again.status)
	}
}

func TestWithoutAThumbsHandlerThePathIsUnknown(t *testing.T) {
	w := newFixture(t, nil)
	if got := w.do(t, http.MethodGet, "/thumbs/gitops.jpg"); got.status != 404 {
		t.Errorf("status %d", got.status)
	}
}
