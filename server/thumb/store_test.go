package thumb_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"segue/data"
	"segue/server/thumb"
)

// in stores pictures in a directory.
func in(directory string) func(*thumb.Config) {
	return func(c *thumb.Config) { c.Directory = directory }
}

// storedFiles returns the files in a directory and their total size.
func storedFiles(t testing.TB, directory string) (names []string, total int64) {
	t.Helper()
	err := filepath.WalkDir(directory, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			names, total = append(names, path), total+info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, total
}

func TestEpisodesWithTheSamePictureShareAFile(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "shows.db.thumbs")
	w := newFixture(t, sends(asJPEG(t, drawing(300, 300))), in(directory))
	if _, err := os.Stat(directory); err == nil {
		t.Error("there is a directory before there is a picture")
	}
	for _, id := range []string{"one", "same", "one"} {
		if got := w.status(t, "/thumbs/"+id+".jpg"); got != 200 {
			t.Errorf("%s: status %d", id, got)
		}
	}
	if names, _ := storedFiles(t, directory); len(names) != 1 || w.requests.Load() != 1 {
		t.Errorf("the host got %d requests for %q", w.requests.Load(), names)
	}
}

func TestProcessesShareTheDirectory(t *testing.T) {
	directory := t.TempDir()
	first := newFixture(t, sends(asJPEG(t, drawing(300, 300))), in(directory))
	_, made := first.do(t, http.MethodGet, "/thumbs/one.jpg")
	second := newFixture(t, http.NotFound, in(directory))
	second.images["one"] = first.images["one"]
	first.host.Close()
	if _, found := second.do(t, http.MethodGet, "/thumbs/one.jpg"); !bytes.Equal(made, found) {
		t.Errorf("%d bytes were made, %d found", len(made), len(found))
	}
}

func TestDeletedAndDamagedFilesAreReplaced(t *testing.T) {
	directory := t.TempDir()
	w := newFixture(t, sends(asJPEG(t, drawing(300, 300))), in(directory))
	_, made := w.do(t, http.MethodGet, "/thumbs/one.jpg")
	names, _ := storedFiles(t, directory)
	for _, tt := range []struct {
		name   string
		damage func(file string) error
	}{
		{"deleted", os.Remove},
		{"deleted with its directory", func(string) error { return os.RemoveAll(directory) }},
		{"emptied", func(file string) error { return os.Truncate(file, 0) }},
		{"cut short", func(file string) error { return os.Truncate(file, 400) }},
		{"replaced by a large one", func(file string) error { return os.WriteFile(file, make([]byte, 1<<20), 0o600) }},
		{"replaced by a page", func(file string) error { return os.WriteFile(file, []byte("<script>"), 0o600) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.requests.Store(0)
			if err := tt.damage(names[0]); err != nil {
				t.Fatal(err)
			}
			if _, again := w.do(t, http.MethodGet, "/thumbs/one.jpg"); !bytes.Equal(made, again) || w.requests.Load() != 1 {
				t.Errorf("%d bytes instead of %d after %d requests", len(again), len(made), w.requests.Load())
			}
		})
	}
}

func TestUnwritableDirectoryFallsBackToMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w := newFixture(t, sends(asJPEG(t, drawing(300, 300))), in(filepath.Join(file, "thumbs")))
	for range 2 {
		if got := w.status(t, "/thumbs/one.jpg"); got != 200 {
			t.Errorf("status %d", got)
		}
	}
	if got := w.requests.Load(); got != 1 {
		t.Errorf("the host got %d requests", got)
	}
}

func TestOldestPictureIsRemovedFirst(t *testing.T) {
	picture := asJPEG(t, drawing(60, 60))
	small, err := thumb.Make(t.Context(), picture)
	if err != nil {
		t.Fatal(err)
	}
	most := int64(10 * len(small))
	for _, place := range []string{"", t.TempDir()} {
		w := newFixture(t, sends(picture), in(place), func(c *thumb.Config) { c.Bytes = most })
		for i := range 25 {
			id := fmt.Sprint("n", i)
			w.images[data.EpisodeID(id)] = fmt.Sprintf("%s/%d", w.host.URL, i)
			if got := w.status(t, "/thumbs/"+id+".jpg"); got != 200 {
				t.Fatalf("status %d", got)
			}
			time.Sleep(time.Millisecond) // gives files different times
		}
		if place != "" {
			if names, total := storedFiles(t, place); total > most || len(names) < 8 {
				t.Errorf("%d files have %d bytes, at most %d may be", len(names), total, most)
			}
		}
		w.requests.Store(0)
		w.status(t, "/thumbs/n24.jpg")
		newest := w.requests.Load()
		w.status(t, "/thumbs/n0.jpg")
		if newest != 0 || w.requests.Load() != 1 {
			t.Errorf("in %q: the host got %d requests for the newest and %d for the oldest", place, newest, w.requests.Load()-newest)
		}
	}
}

func TestSweepRemovesOldPartialFilesOnly(t *testing.T) {
	directory := t.TempDir()
	long := time.Now().Add(-2 * time.Hour)
	for name, at := range map[string]time.Time{"1.partial": long, "2.partial": time.Now(), "notes.txt": long} {
		file := filepath.Join(directory, name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	w := newFixture(t, sends(asJPEG(t, drawing(300, 300))), in(directory))
	w.status(t, "/thumbs/one.jpg")
	w.h.Close() // the sweep runs after the answer
	names, _ := storedFiles(t, directory)
	if len(names) != 3 || filepath.Base(names[0]) != "2.partial" && filepath.Base(names[1]) != "2.partial" {
		t.Errorf("there are %q", names)
	}
}

// BenchmarkCachedPicture measures a request without a network connection.
func BenchmarkCachedPicture(b *testing.B) {
	for _, place := range []string{"memory", "disk"} {
		b.Run(place, func(b *testing.B) {
			directory := ""
			if place == "disk" {
				directory = b.TempDir()
			}
			w := newFixture(b, sends(asJPEG(b, gradient(600))), in(directory))
			w.status(b, "/thumbs/one.jpg")
			request, _ := http.NewRequest(http.MethodGet, "/thumbs/one.jpg", nil)
			b.ReportAllocs()
			for b.Loop() {
				w.h.ServeHTTP(discard{}, request)
			}
		})
	}
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}
