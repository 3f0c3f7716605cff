package page_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/widget"
	"segue/widget/browsertest"
	"segue/widget/snippet"
)

// site is a page of another origin with a snippet and a style sheet.
func site(t testing.TB, policy, rule, body string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/site.css":
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, "body { margin: 0; font: 17px/1.5 serif }", rule)
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if policy != "" {
				w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; "+policy)
			}
			fmt.Fprint(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A site</title><link rel="stylesheet" href="/site.css"><body><h1>A site</h1>`, body, `<p id="after">And it goes on.</p>`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.CloseClientConnections)
	return s
}

// The reserved height equals the height of the element at any width, with the attribute and
// with the style sheet, under the generated policy. Nothing moves on a narrow and on a wide
// page while it loads.
func TestSnippetReservesTheHeight(t *testing.T) {
	service := whole(t)
	for name, o := range map[string]snippet.Options{
		"list": {Reasons: true}, "themed list": {Theme: "dark", NoHeading: true, Count: 2},
		"row": {Layout: "row", Count: 6}, "grid": {Layout: "grid", Count: 5, Reasons: true}, "themed grid": {Layout: "grid", Count: 3, Theme: "light"},
		"search": {Element: snippet.Search}, "themed search": {Element: snippet.Search, Theme: "dark"},
	} {
		o.Server, o.Episode = service.URL, "episode-7"
		if o.Element == snippet.Search {
			o.Episode = ""
		}
		s, err := snippet.New(o)
		if err != nil {
			t.Fatal(err)
		}
		for way, host := range map[string]*httptest.Server{
			"attribute": site(t, "", "", s.Whole()), "style sheet": site(t, s.Policy, s.Rule, s.Script+s.Plain),
		} {
			t.Run(name+" by "+way, func(t *testing.T) {
				t.Parallel()
				b := browsertest.Open(t)
				for _, width := range []int64{320, 1280} {
					b.Size(width, 2400)
					b.Visit(host.URL)
					b.Wait(`document.querySelector('segue-related, segue-search').getAttribute('state') == 'ready'`)
					b.WaitFrames()
					if shifts := b.Shifts(); shifts.Total > .001 {
						t.Errorf("at %d px: moved: %v", width, shifts)
					}
					checkReserved(t, b, width)
				}
				for _, width := range []int64{412, 543, 545, 600, 951, 953, 1000} {
					b.Size(width, 2400)
					b.WaitFrames()
					checkReserved(t, b, width)
				}
			})
		}
	}
}

// checkReserved compares the reserved height with the height of the element.
func checkReserved(t *testing.T, b *browsertest.Tab, width int64) {
	t.Helper()
	got := browsertest.Eval[struct {
		Width           int64
		Reserved, Taken float64
		Violations      []string
	}](b, `((e) => ({ ...seen, width: innerWidth, reserved: parseFloat(getComputedStyle(e).minHeight) || 0, taken: e.shadowRoot.querySelector('.box').getBoundingClientRect().height }))(document.querySelector('segue-related, segue-search'))`)
	if got.Width != width || got.Reserved < got.Taken-.5 || got.Reserved > got.Taken+1 || len(got.Violations) > 0 {
		t.Errorf("at %d px: width %d, reserved %.2f for %.2f, policy %q", width, got.Width, got.Reserved, got.Taken, got.Violations)
	}
}

// The frozen script only runs if its hash matches; otherwise the link stays.
func TestFrozenScriptIsVerified(t *testing.T) {
	t.Parallel()
	service := whole(t)
	script, err := widget.New(widget.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := snippet.New(snippet.Options{Server: service.URL, Episode: "episode-7", Frozen: script.Frozen(), Integrity: script.Integrity()})
	if err != nil {
		t.Fatal(err)
	}
	b := browsertest.Open(t)
	b.Visit(site(t, s.Policy, s.Rule, s.Frozen+s.Plain).URL)
	b.Wait(`document.querySelector('segue-related').getAttribute('state') == 'ready'`)
	b.Quiet = true
	b.Visit(site(t, s.Policy, s.Rule, strings.Replace(s.Frozen, "sha384-", "sha384-A", 1)+s.Plain).URL)
	b.WaitFrames()
	if got := browsertest.Eval[string](b, `document.querySelector('segue-related a').checkVisibility() + document.querySelector('segue-related a').textContent`); got != "trueAll episodes" {
		t.Errorf("a reader sees %s", got)
	}
}

func TestPlaceholderInThePreviewIsReplaced(t *testing.T) {
	t.Parallel()
	service := whole(t)
	s, err := snippet.New(snippet.Options{Server: service.URL, Episode: "episode-7", Layout: "grid", Count: 3, Language: "ar", Heading: "Next"})
	if err != nil {
		t.Fatal(err)
	}
	b := browsertest.Open(t)
	for _, element := range []string{s.Element, s.Placeholder} {
		b.Visit(site(t, "", "", s.Script+element).URL)
		b.Wait(`document.querySelector('segue-related')?.getAttribute('state') == 'ready'`)
		got := browsertest.Eval[[]any](b, `((e) => [e.localName, e.style.display, e.parentElement.style.containerType, e.dir, e.lang, e.shadowRoot.querySelectorAll('.grid li').length, e.shadowRoot.querySelector('h2').textContent])(document.querySelector('segue-related'))`)
		diff(t, []any{"segue-related", "block", "inline-size", "rtl", "ar", 3., "Next"}, got)
	}
}
