package thumb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// host serves one picture at every path but for some, and counts what it is asked.
type host struct {
	*httptest.Server
	asked atomic.Int32
	// before is run for each request, nil for nothing.
	before func(*http.Request)
}

func newHost(t *testing.T) *host {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		if h.before != nil {
			h.before(r)
		}
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/page":
			fmt.Fprint(w, "<!doctype html>")
		case "/large":
			w.Write(make([]byte, maxFile+1))
		default:
			w.Write(picture.Bytes())
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func newThumbs(t *testing.T, dir string) *Thumbs {
	t.Helper()
	thumbs, err := New(Config{Client: http.DefaultClient, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return thumbs
}

func TestAPictureIsFetchedOnce(t *testing.T) {
	h := newHost(t)
	release := make(chan struct{})
	h.before = func(*http.Request) { <-release }
	thumbs := newThumbs(t, "")
	var asking sync.WaitGroup
	for range 20 {
		asking.Go(func() {
			if body, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil || len(body) == 0 {
				t.Errorf("%d bytes, %v", len(body), err)
			}
		})
	}
	for h.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	asking.Wait()
	if _, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil {
		t.Error(err)
	}
	if n := h.asked.Load(); n != 1 {
		t.Errorf("the host was asked %d times", n)
	}
}

func TestAFewPicturesAreFetchedAtATime(t *testing.T) {
	h := newHost(t)
	var now, most atomic.Int32
	h.before = func(*http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
	}
	thumbs := newThumbs(t, "")
	var asking sync.WaitGroup
	for i := range 30 {
		asking.Go(func() {
			if _, err := thumbs.Thumbnail(t.Context(), fmt.Sprintf("%s/%d", h.URL, i)); err != nil {
				t.Error(err)
			}
		})
	}
	asking.Wait()
	if most.Load() > fetches {
		t.Errorf("%d at a time", most.Load())
	}
}

func TestWhatCannotBeHadIsLeftAloneForAWhile(t *testing.T) {
	h := newHost(t)
	for path, says := range map[string]string{
		"/gone": "no thumbnail: the picture's host answers 404", "/page": "is no JPEG, PNG, GIF or WebP picture", "/large": "more than 12 MB",
	} {
		thumbs := newThumbs(t, "")
		before := h.asked.Load()
		for range 3 {
			if _, err := thumbs.Thumbnail(t.Context(), h.URL+path); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v", path, err)
			}
		}
		if n := h.asked.Load() - before; n != 1 {
			t.Errorf("%s: asked %d times", path, n)
		}
		thumbs.now = func() time.Time { return time.Now().Add(retry + time.Second) }
		if _, err := thumbs.Thumbnail(t.Context(), h.URL+path); !errors.Is(err, ErrNone) || h.asked.Load()-before != 2 {
			t.Errorf("%s: asked %d times an hour later, %v", path, h.asked.Load()-before, err)
		}
	}
}

func TestAnErrorHoldsNoAddress(t *testing.T) {
	thumbs := newThumbs(t, "")
	for _, address := range []string{"http://127.0.0.1:1/a.jpg?token=secret", "file:///etc/secret", "javascript:secret", "", "http://%zz/secret"} {
		_, err := thumbs.Thumbnail(t.Context(), address)
		if !errors.Is(err, ErrNone) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWhoDoesNotWaitLeavesThePictureToTheNext(t *testing.T) {
	h := newHost(t)
	release := make(chan struct{})
	h.before = func(*http.Request) { <-release }
	thumbs := newThumbs(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := thumbs.Thumbnail(ctx, h.URL+"/a"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(release)
	if _, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil || h.asked.Load() != 1 {
		t.Errorf("asked %d times, %v", h.asked.Load(), err)
	}
}

func TestAFolderKeepsThumbnailsForTheNextProcess(t *testing.T) {
	h := newHost(t)
	dir := filepath.Join(t.TempDir(), "catalogue.db.thumbs")
	first, err := newThumbs(t, dir).Thumbnail(t.Context(), h.URL+"/a")
	if err != nil {
		t.Fatal(err)
	}
	again := newThumbs(t, dir)
	if body, err := again.Thumbnail(t.Context(), h.URL+"/a"); err != nil || !bytes.Equal(body, first) || h.asked.Load() != 1 {
		t.Errorf("asked %d times, %v", h.asked.Load(), err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Thumbnail(t.Context(), h.URL+"/a"); err != nil || h.asked.Load() != 2 {
		t.Errorf("deleted while it runs: asked %d times, %v", h.asked.Load(), err)
	}
}

func TestAnOldThumbnailIsMadeAnewAndBetterThanNone(t *testing.T) {
	h := newHost(t)
	thumbs := newThumbs(t, "")
	if _, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	thumbs.now = func() time.Time { return time.Now().Add(keep + time.Hour) }
	if _, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil || h.asked.Load() != 2 {
		t.Errorf("asked %d times, %v", h.asked.Load(), err)
	}
	h.Close()
	for range 2 {
		if body, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil || len(body) == 0 {
			t.Errorf("where the host is gone: %v", err)
		}
	}
}

func TestAFolderThatIsFullForgetsTheOldest(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(other, make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	f := newFolder(dir)
	f.most = 1000
	for i := range 11 {
		name := fmt.Sprintf("%02d", i)
		f.put(name, make([]byte, 100))
		at := time.Now().Add(time.Duration(i-100) * time.Second)
		_ = os.Chtimes(filepath.Join(dir, name+extension), at, at) // the last of them is gone already
	}
	var kept []string
	for i := range 11 {
		if _, _, ok := f.get(fmt.Sprintf("%02d", i)); ok {
			kept = append(kept, fmt.Sprint(i))
		}
	}
	if got := strings.Join(kept, " "); got != "2 3 4 5 6 7 8 9 10" {
		t.Errorf("kept %s", got)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("another file is gone: %v", err)
	}
}

func TestAFolderThatCannotBeWrittenCostsTimeAlone(t *testing.T) {
	h := newHost(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	thumbs := newThumbs(t, filepath.Join(file, "thumbs"))
	for range 2 {
		if _, err := thumbs.Thumbnail(t.Context(), h.URL+"/a"); err != nil {
			t.Error(err)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	m := newMemory()
	m.most = 1000
	m.put("a", make([]byte, 400))
	m.put("b", make([]byte, 400))
	m.get("a")
	m.put("c", make([]byte, 400))
	if _, _, ok := m.get("b"); ok || m.bytes != 800 {
		t.Errorf("b is kept, %d bytes", m.bytes)
	}
	m.put("a", make([]byte, 200))
	if body, _, ok := m.get("a"); !ok || len(body) != 200 || m.bytes != 600 || m.order.Len() != 2 {
		t.Errorf("%d bytes in %d", m.bytes, m.order.Len())
	}
	r := newRefusals()
	r.most = 3
	for i := range 10 {
		r.put(fmt.Sprint(i), ErrNone, time.Now())
	}
	if len(r.list) != 3 {
		t.Errorf("%d refusals", len(r.list))
	}
}
