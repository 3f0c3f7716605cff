package widget_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/google/go-cmp/cmp"

	"segue/widget"
)

func TestAPastedSnippetShowsRelatedEpisodesWithoutInlineScript(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(related, "Content-Security-Policy: script-src {service}"))
	b.state("related", "ready")
	want := [][]string{}
	for _, r := range w.similar(t, 4).Results {
		want = append(want, []string{r.Episode.Title, r.Episode.URL})
	}
	if d := cmp.Diff(want, eval[[][]string](b, links)); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
}

// slowly emulates a mid-range phone on a slow mobile network.
func (b *tab) slowly() {
	slow := network.EmulateNetworkConditionsByRule([]*network.Conditions{{
		Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 0.75e6 / 8,
	}})
	b.Run(emulation.SetCPUThrottlingRate(4), chromedp.EmulateViewport(412, 823), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := slow.Do(ctx)
		return err
	}))
}

func TestNoLayoutShiftWhenTheAnswerArrives(t *testing.T) {
	long := strings.Repeat("<p>Git holds the state, and an agent brings it there.</p>", 60)
	for _, tt := range []struct {
		name, attributes string
		look             widget.Look
		strict           bool
		before           string
	}{
		{"in a list", `reasons images`, widget.Look{Layout: "list", Count: 4, Heading: true, Reasons: true}, false, ""},
		{"in a list under a strict policy", ``, widget.Look{Layout: "list", Count: 4, Heading: true}, true, ""},
		{"in a grid", `layout="grid" count="3"`, widget.Look{Layout: "grid", Count: 3, Columns: 1, Heading: true}, false, ""},
		{"in a row", `layout="row" count="6"`, widget.Look{Layout: "row", Count: 6, Heading: true}, false, ""},
		{"in a theme without a heading", `theme="dark" heading=""`, widget.Look{Count: 4, Theme: true}, false, ""},
		{"below the viewport, without reserved height", ``, widget.Look{}, false, long},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t)
			b := open(t)
			b.slowly()
			attribute, policy := `style="display:block;min-height:`+tt.look.Height()+`"`, "X-A: b"
			head := ""
			if tt.strict {
				w.put("/site.css", `segue-related{display:block;min-height:`+tt.look.Height()+`}`, "Content-Type: text/css")
				head, attribute = `<link rel="stylesheet" href="/site.css">`, ""
				policy = "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src {service}; connect-src {service}"
			}
			b.Visit(w.show(head+tt.before+`{script}<segue-related `+tt.attributes+` `+attribute+`><a href="/all">All</a></segue-related><p>After</p><p>And after</p>`, policy))
			b.Wait(`document.querySelector('segue-related').hasAttribute('state')`)
			eval[any](b, `document.querySelector('segue-related').scrollIntoView({ block: 'center' })`)
			b.state("related", "ready")
			b.WaitFrames()
			if got := b.Shifts(); got.Total > .001 {
				t.Errorf("the page moved by %v: %v", got.Total, got.Nodes)
			}
			height := eval[float64](b, shadow("related", ".box")+`.getBoundingClientRect().height`)
			reserved := eval[float64](b, `document.querySelector('segue-related').getBoundingClientRect().height`)
			if tt.before == "" && (reserved < height || reserved > height+1) {
				t.Errorf("%v px are reserved for %v", reserved, height)
			}
			measure(t, "layout shift "+tt.name, fmt.Sprintf("%.4f", b.Shifts().Total))
		})
	}
}

func TestRowHeightDoesNotDependOnItsText(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	hold := make(chan struct{})
	w.service.instead = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/v1/similar") {
			<-hold
		}
		return false
	}
	b := open(t)
	const heights = `[...document.querySelectorAll('segue-related')].flatMap((e) => [...e.shadowRoot.querySelectorAll('h2, li')].map((li) => li.getBoundingClientRect().height))`
	body := ``
	for _, layout := range []string{"list", "grid", "row"} {
		for _, more := range []string{"", "reasons", "images", "reasons images"} {
			body += fmt.Sprintf(`<segue-related layout="%s" %s></segue-related>`, layout, more)
		}
	}
	b.Run(chromedp.EmulateViewport(500, 9000))
	b.Visit(w.show(`{script}` + body))
	b.Wait(`document.querySelectorAll('segue-related[state=loading]').length == 12`)
	before := eval[[]float64](b, heights)
	close(hold)
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 12`)
	if d := cmp.Diff(before, eval[[]float64](b, heights)); d != "" || len(before) != 12*5 {
		t.Errorf("heights of rows (-before +after):\n%s", d)
	}
}

func TestOnlyTheScriptIsLoadedBeforeTheElementIsVisible(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<div style="height:3000px">Long</div>{script}<segue-related images></segue-related><segue-search></segue-search>`))
	b.state("related", "loading")
	b.WaitFrames()
	if d := cmp.Diff([]string{"GET " + w.service.URL + "/widget/v1.js"}, b.sent(w.service.URL)); d != "" {
		t.Errorf("before (-want +got):\n%s", d)
	}
	eval[any](b, "scrollTo(0, 1700)") // 500 px above the element
	b.WaitFrames()
	if got := b.sent("/v1/similar"); len(got) > 0 {
		t.Errorf("at 500 px: %q", got)
	}
	eval[any](b, "scrollTo(0, 1900)")
	b.state("related", "ready")
	eval[any](b, "document.querySelector('segue-search').scrollIntoView()")
	b.state("search", "ready")
	if got := len(b.sent("/v1/")); got != 1 {
		t.Errorf("%d requests for JSON, want 1: %q", got, b.sent("/v1/"))
	}
	if got := b.sent("/search.js"); len(got) != 1 {
		t.Errorf("the search was loaded by %q", got)
	}
}

// Counts the requests of a typical page.
func TestRequestsOfAPageWithRelatedEpisodes(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(related))
	b.state("related", "ready")
	b.WaitFrames()
	got := b.sent(w.service.URL)
	if len(got) != 2 || !strings.Contains(got[1], "/v1/similar?") {
		t.Errorf("requests: %q, want the script and one for JSON", got)
	}
	measure(t, "requests of a page with related episodes", fmt.Sprint(len(got)))
	_, body := get(t, "GET", strings.TrimPrefix(got[1], "GET "), "Accept-Encoding: gzip")
	measure(t, "JSON for 4 episodes, gzipped", fmt.Sprintf("%d bytes", len(body)))
	if len(body) > 3000 {
		t.Errorf("the answer has %d bytes", len(body))
	}
}

func TestSecondViewWithinFiveMinutesUsesTheCache(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	page := w.show(related + `<segue-search></segue-search>`)
	for range 2 {
		b.Visit(page)
		b.state("related", "ready")
		b.search("kubernetes")
	}
	for _, path := range []string{"/v1/similar", "/v1/search"} {
		received := w.service.requests(path)
		if len(received) != 1 {
			t.Errorf("%s got %d requests, want 1", path, len(received))
		}
	}
}

func TestAFrozenScriptWithItsIntegrityRuns(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	tag := func(integrity string) string {
		return fmt.Sprintf(`<script type="module" async src="{service}%s" integrity="%s" crossorigin></script><segue-related><a href="/all">All</a></segue-related>`, w.script.Frozen(), integrity)
	}
	b.Visit(w.show(tag(w.script.Integrity())))
	b.state("related", "ready")
	b.Quiet = true
	b.Visit(w.show(tag("sha384-" + strings.Repeat("A", 64))))
	b.WaitFrames()
	if got := eval[string](b, "document.querySelector('segue-related a').getBoundingClientRect().width > 0 && document.querySelector('segue-related').shadowRoot === null ? 'links of the page' : document.body.innerHTML"); got != "links of the page" {
		t.Error(got)
	}
}
