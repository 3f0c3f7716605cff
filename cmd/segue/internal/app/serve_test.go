package app

import (
	"bytes"
	"image"
	"image/png"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segue/data"
)

// openServer opens an App in the mode Serve. The test closes it.
func openServer(t *testing.T, o Options) *App {
	t.Helper()
	o.Mode = Serve
	a, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

func TestTheWidgetContainsThePublicURL(t *testing.T) {
	s, err := openServer(t, Options{}).NewServer(ServeOptions{PublicURL: "https://pod.example"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/widget/v1.js", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"https://pod.example/widget/v1.js"`) {
		t.Errorf("status %d, %.80s", w.Code, w.Body)
	}
}

func TestServeIsReadyAfterItHasReadTheVectors(t *testing.T) {
	source := Source{File: filepath.Join(t.TempDir(), "shows.db"), Create: true}
	embedDemoInto(t, source)
	ctx, stop := contextWithStop(t)
	a := openServer(t, Options{Source: source})
	listening, embedded := false, 0
	s, err := a.NewServer(ServeOptions{Listening: func() { listening = true }, Ready: func() {
		embedded = a.Engine.Status().Embedded
		stop()
	}})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(ctx, listener); err != nil {
		t.Fatal(err)
	}
	if embedded != 10 || !listening {
		t.Errorf("%d of 10 episodes are read when the server is ready; Listening was called: %v", embedded, listening)
	}
}

// imageHost serves one image, a redirect to it, and a file that is too large.
func imageHost(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
		t.Fatal(err)
	}
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.Contains(r.Header.Get("Accept"), "image/webp") || strings.Contains(r.Header.Get("Accept"), "*"):
			w.WriteHeader(http.StatusNotAcceptable)
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/a.png", http.StatusFound)
		case r.URL.Path == "/large":
			w.Write(make([]byte, 13<<20))
		case r.URL.Path == "/a.png":
			w.Write(file.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(host.Close)
	return host.URL
}

func TestTheServerHasThumbnails(t *testing.T) {
	host, source := imageHost(t), Source{File: filepath.Join(t.TempDir(), "shows.db"), Create: true}
	var episodes []data.Episode
	for _, name := range []string{"a.png", "moved", "large", "none"} {
		id := data.EpisodeID(strings.TrimSuffix(name, ".png"))
		episodes = append(episodes, data.Episode{ID: id, Title: name, Show: data.Show{ID: "s", Title: "S"}, Image: host + "/" + name})
	}
	fill(t, source, episodes)
	for _, tt := range []struct {
		name    string
		options ServeOptions
		id      string
		status  int
		log     string
	}{
		{"private addresses are refused", ServeOptions{Thumbs: true}, "a", 404, "private address refused"},
		{"private addresses are allowed", ServeOptions{Thumbs: true, AllowPrivate: true}, "a", 200, ""},
		{"a redirect", ServeOptions{Thumbs: true, AllowPrivate: true}, "moved", 200, ""},
		{"a file that is too large", ServeOptions{Thumbs: true, AllowPrivate: true}, "large", 404, "response too large"},
		{"a missing file", ServeOptions{Thumbs: true, AllowPrivate: true}, "none", 404, "404 Not Found"},
		{"an unknown episode", ServeOptions{Thumbs: true}, "unknown", 404, ""},
		{"thumbnails are off", ServeOptions{}, "a", 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log strings.Builder
			a := openServer(t, Options{Source: source, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
			s, err := a.NewServer(tt.options)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/thumbs/"+tt.id+".jpg", nil))
			a.Close()
			if w.Code != tt.status || tt.log != "" && !strings.Contains(log.String(), tt.log) {
				t.Errorf("status %d, log %s", w.Code, log.String())
			}
		})
	}
	if stored, err := os.ReadDir(source.File + thumbsSuffix); err != nil || len(stored) != 2 {
		t.Errorf("%d files are stored: %v", len(stored), err)
	}
}
