package main

import (
	"bytes"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/data/follow"
	"segue/recommend"
)

// pictureHost has one picture, and a page of more than may be read.
func pictureHost(t *testing.T) string {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 400))); err != nil {
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
			w.Write(picture.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(host.Close)
	return host.URL
}

func TestTheServerHasSmallPicturesOfItsEpisodes(t *testing.T) {
	host, file := pictureHost(t), filepath.Join(t.TempDir(), "shows.db")
	c, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	var episodes []data.Episode
	for _, name := range []string{"a.png", "moved", "large", "none"} {
		id := data.EpisodeID(strings.TrimSuffix(name, ".png"))
		episodes = append(episodes, data.Episode{ID: id, Title: name, Show: data.Show{ID: "s", Title: "S"}, Image: host + "/" + name})
	}
	if _, err := c.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		cmd    serveCommand
		id     string
		status int
		log    string
	}{
		{"not from this machine", serveCommand{Thumbs: true}, "a", 404, "private address refused"},
		{"from this machine where it is allowed", serveCommand{Thumbs: true, fetchFlags: fetchFlags{AllowPrivateFeeds: true}}, "a", 200, ""},
		{"from where it has moved", serveCommand{Thumbs: true, fetchFlags: fetchFlags{AllowPrivateFeeds: true}}, "moved", 200, ""},
		{"none that is too large", serveCommand{Thumbs: true, fetchFlags: fetchFlags{AllowPrivateFeeds: true}}, "large", 404, "answer too large"},
		{"none that is not there", serveCommand{Thumbs: true, fetchFlags: fetchFlags{AllowPrivateFeeds: true}}, "none", 404, "404 Not Found"},
		{"none of an unknown episode", serveCommand{Thumbs: true}, "nobody", 404, ""},
		{"none where they are off", serveCommand{}, "a", 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log strings.Builder
			term := &terminal{log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
			tt.cmd.Data = file
			p := &product{catalog: c, engine: recommend.NewEngine(c), thumbs: tt.cmd.thumbs(term, c)}
			s, err := tt.cmd.server(term, p, tt.cmd.follower(c, follow.Options{}))
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/thumbs/"+tt.id+".jpg", nil))
			if p.thumbs != nil {
				p.thumbs.Close()
			}
			if w.Code != tt.status || tt.log != "" && !strings.Contains(log.String(), tt.log) {
				t.Errorf("status %d, log %s", w.Code, log.String())
			}
		})
	}
	if kept, err := os.ReadDir(file + thumbsSuffix); err != nil || len(kept) != 2 {
		t.Errorf("%d files are kept: %v", len(kept), err)
	}
}
