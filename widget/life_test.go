package widget_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
	"segue/server"
	"segue/widget"
)

func TestScriptCanBeIncludedTwice(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(related + `<script type="module" src="{service}/widget/v1.js?again"></script>{script}`))
	b.state("related", "ready")
	b.WaitFrames()
	if got := len(w.service.requests("/v1/similar")); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func TestElementCanBeAddedMovedAndChanged(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<div id="left"></div><div id="right"></div>{script}`))
	eval[any](b, `left.append(Object.assign(document.createElement('segue-related'), { innerHTML: '<a href="/all">All</a>' }))`)
	b.state("related", "ready")
	eval[any](b, `window.first = `+shadow("related", "li")+`; right.append(document.querySelector('segue-related'))`)
	b.WaitFrames()
	if !eval[bool](b, "first.isConnected && first.getRootNode().host.parentNode == right") {
		t.Error("what was shown is lost when the element moves")
	}
	if got := len(w.service.requests("/v1/similar")); got != 1 {
		t.Errorf("%d requests after moving, want 1", got)
	}
	eval[any](b, `{ const e = document.querySelector('segue-related'); e.setAttribute('count', '2'); e.setAttribute('layout', 'grid') }`)
	b.Wait(`document.querySelector('segue-related').shadowRoot.querySelectorAll('li').length == 2`)
	eval[any](b, `document.querySelector('segue-related').setAttribute('episode', 'no-such')`)
	b.Quiet = true
	b.state("related", "empty")
	eval[any](b, `document.querySelector('segue-related').setAttribute('episode', '`+gitops+`')`)
	b.state("related", "ready")
	if got := len(w.service.requests("/v1/similar")); got != 4 {
		t.Errorf("%d requests after three changes, want 4", got)
	}
}

// A change of a detached element takes effect when it is attached again.
func TestDetachedElementCanChange(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(related))
	b.state("related", "ready")
	eval[any](b, `(window.away = document.querySelector('segue-related')).remove()`)
	eval[any](b, `away.setAttribute('count', '1')`)
	b.WaitFrames()
	eval[any](b, `document.querySelector('main').append(away)`)
	b.Wait(`away.shadowRoot.querySelectorAll('li a').length == 1`)
}

func TestRemovedElementCancelsItsRequest(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	var begun, ended atomic.Int32
	w.service.instead = func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/v1/") {
			return false
		}
		begun.Add(1)
		<-r.Context().Done()
		ended.Add(1)
		return true
	}
	b := open(t)
	b.Visit(w.show(`{script}<segue-related></segue-related><segue-related count="2"></segue-related><segue-related></segue-related>`))
	testenv.Wait(t, "two requests", func() bool { return begun.Load() == 2 })
	eval[any](b, `{ const [a, b] = document.querySelectorAll('segue-related'); a.remove(); b.remove() }`)
	testenv.Wait(t, "the end of the request that no element needs", func() bool { return ended.Load() == 1 })
	b.WaitFrames()
	if ended.Load() != 1 {
		t.Error("the request that another element needs was aborted too")
	}
	eval[any](b, `document.querySelector('segue-related').remove()`)
	testenv.Wait(t, "the end of both", func() bool { return ended.Load() == 2 })
	if got := eval[int](b, "seen.events.length"); got != 0 {
		t.Errorf("%d events of elements that are gone", got)
	}
}

func TestEqualRequestsAreSentOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(800, 12_000))
	b.Visit(w.show(`{script}` + strings.Repeat(`<segue-related></segue-related>`, 20)))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 20`)
	if got := len(w.service.requests("/v1/similar")); got > 2 {
		t.Errorf("20 elements make %d requests, want at most 2", got)
	}
	measure(t, "JSON requests of 20 equal elements", fmt.Sprint(len(w.service.requests("/v1/similar"))))
}

func TestAtMostFourRequestsRunAtOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	var now, most atomic.Int32
	w.service.instead = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(20 * time.Millisecond)
			now.Add(-1)
		}
		return false
	}
	body := `{script}`
	for i := range 12 {
		body += fmt.Sprintf(`<segue-related layout="row" count="%d"></segue-related>`, i+1)
	}
	b := open(t)
	b.Visit(w.show(`<style>segue-related { position: absolute; inset: 0 }</style>` + body))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 12`)
	if most.Load() > 4 {
		t.Errorf("%d requests at once", most.Load())
	}
}

func TestPageReceivesEvents(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related></segue-related><segue-search></segue-search>`))
	b.state("related", "ready")
	b.search("kubernetes")
	requests := len(w.service.requests("/"))
	eval[any](b, `{ seen.events.length = 0; addEventListener('click', (e) => e.preventDefault());
		`+shadow("related", "li:nth-child(2) a")+`.click(); `+shadow("search", "li a")+`.click(); }`)
	r := w.similar(t, 2).Results[1].Episode
	got := eval[[][]any](b, "seen.events")
	if d := cmp.Diff([]any{"click", map[string]any{"url": r.URL, "title": r.Title}}, got[0]); d != "" || len(got) != 2 {
		t.Errorf("%d events (-want +got):\n%s", len(got), d)
	}
	b.WaitFrames()
	if now := len(w.service.requests("/")); now != requests {
		t.Errorf("a click made %d requests to the service", now-requests)
	}
}

func TestPageIsRestoredFromTheBackForwardCache(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	other := w.show(`<p>Other</p>`)
	b := open(t)
	b.Visit(w.show(related + `<segue-search></segue-search><script>
		window.listeners = []; const add = EventTarget.prototype.addEventListener;
		EventTarget.prototype.addEventListener = function (name, ...rest) { listeners.push(name); return add.call(this, name, ...rest); };</script>`))
	b.state("related", "ready")
	b.search("kubernetes")
	if got := eval[bool](b, `listeners.some((name) => /unload/.test(name))`); got {
		t.Error("it listens for the end of the page")
	}
	b.Visit(other)
	eval[any](b, "setTimeout(() => history.back()); 0")
	b.Wait(`document.querySelector('segue-related')?.getAttribute('state') == 'ready'`)
}

func TestMovedScriptFindsTheAPI(t *testing.T) {
	configured := func(w *fixture, c *server.Config) {
		// The address of the service is not known before it listens.
		c.Widget = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			newScript(w.t, widget.Config{PublicURL: w.service.URL}).ServeHTTP(rw, r)
		})
	}
	const element = `<segue-related></segue-related><div data-segue="related" data-reasons></div>`
	for _, tt := range []struct{ name, body string }{
		{"inserted by a script", element + `<script>document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: '{service}/widget/v1.js' }))</script>`},
		{"loaded by an optimiser from an attribute", element + `<script type="rocket" data-rocket-src="{service}/widget/v1.js"></script>
			<script>for (const s of document.querySelectorAll('[data-rocket-src]')) document.head.append(Object.assign(document.createElement('script'), { src: s.dataset.rocketSrc }))</script>`},
		{"copied into the page as a module", element + `<script type="module">{copy}</script>`},
		{"joined with others into a classic script", element + `<script>var a = 1;
{copy}
var C = 2, L = a;</script>`},
		{"served by the page's own host", element + `<script type="module" src="/bundle.js"></script>`},
		{"named by the element", `{script}<segue-related api="{service}"></segue-related><div data-segue="related" data-reasons data-api="{service}/"></div>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, configured)
			code := string(newScript(t, widget.Config{PublicURL: w.service.URL}).Files()["v1.js"])
			w.put("/bundle.js", code, "Content-Type: text/javascript")
			b := open(t)
			b.Visit(w.show(strings.ReplaceAll(tt.body, "{copy}", code)))
			b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
		})
	}
}

func TestPlaceholderIsReplacedByTheElement(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<div class="wide" id="x" style="min-height: 3em" data-segue="related" data-count="2" data-heading="More"><a href="/all">All</a></div>`))
	b.state("related", "ready")
	got := eval[string](b, `document.querySelector('main').lastElementChild.outerHTML`)
	want := `<segue-related style="min-height: 3em;" class="wide" id="x" count="2" heading="More" state="ready"><a href="/all">All</a></segue-related>`
	if parts := strings.Fields(got); len(parts) != len(strings.Fields(want)) || !strings.Contains(got, `count="2" heading="More"`) {
		t.Errorf("the page has %s, want %s", got, want)
	}
	if got := eval[string](b, shadow("related", "h2")+".textContent"); got != "More" {
		t.Errorf("the heading is %q", got)
	}
}

func TestPlaceholderStaysIfItsPartIsMissing(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = missing("/placeholder.js")
	b := open(t)
	b.Quiet = true
	b.Visit(w.show(`{script}<div data-segue="related"><a href="/all">All</a></div><div data-segue="other">Other</div>`))
	testenv.Wait(t, "the request for the part", func() bool { return len(w.service.requests("/widget/")) >= 2 })
	b.WaitFrames()
	if got := eval[string](b, `seen.rejections.join() + document.querySelectorAll('[data-segue]').length`); got != "2" {
		t.Error(got)
	}
}

func TestServerRenderedContentIsKept(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<segue-related><template shadowrootmode="open"><style>` + widget.Style() + `</style><div part="root" class="box list"><h2 part="heading">Sent</h2>
		<ol part="list"><li part="item"><div><a part="link" href="https://a.example/">A</a></div></li></ol></div></template><a href="/all">All</a></segue-related>{script}`))
	b.state("related", "ready")
	b.WaitFrames()
	if got := w.service.requests("/v1/"); len(got) > 0 {
		t.Errorf("unexpected request for %s", got[0].URL)
	}
	eval[any](b, `{ addEventListener('click', (e) => e.preventDefault()); `+shadow("related", "a")+`.click() }`)
	want := []any{[]any{"ready", map[string]any{}}, []any{"click", map[string]any{"url": "https://a.example/", "title": "A"}}}
	if d := cmp.Diff(want, eval[[]any](b, "seen.events")); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	eval[any](b, `document.querySelector('segue-related').setAttribute('count', '3')`)
	b.Wait(`document.querySelector('segue-related').shadowRoot.querySelectorAll('li').length == 3`)
}
