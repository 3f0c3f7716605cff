package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"
)

func TestMain(m *testing.M) { Main(m) }

func TestCrashedTabIsReopenedWithItsSettings(t *testing.T) {
	var visits atomic.Int32
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visits.Add(1)
		fmt.Fprint(w, `<!doctype html><title>A page</title>`)
	}))
	t.Cleanup(host.Close)
	b := Open(t)
	b.Quiet = true
	b.Size(640, 480)
	b.Visit(host.URL)
	b.Media("prefers-color-scheme", "dark")
	if err := b.do(page.Crash()); err == nil {
		t.Error("a crash is not noticed")
	}
	b.Visit(host.URL)
	got := Eval[[]any](b, `[document.title, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]`)
	if fmt.Sprint(got) != "[A page 640 true]" {
		t.Errorf("the new tab has %v", got)
	}
	if visits.Load() < 2 {
		t.Errorf("the page was visited %d times", visits.Load())
	}
}

func TestWaitContinuesAfterNavigation(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>%s</title><a href="/next">Next</a>`, r.URL.Path)
	}))
	t.Cleanup(host.Close)
	b := Open(t)
	b.Visit(host.URL + "/first")
	b.Click("a")
	b.Wait(`document.title == '/next'`)
}
