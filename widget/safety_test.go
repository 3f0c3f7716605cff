package widget_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// strict is a policy with only the directives in the documentation.
const strict = "Content-Security-Policy: default-src 'none'; script-src {service}; connect-src {service}; img-src {service}; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

const hostileAnswer = `{"episode":null,"total":4,"more":true,"did_you_mean":"<i>you</i>","results":[
 {"episode":{"id":"a","title":"<b>bold</b>","url":"https://a.example/","show":{"id":"s","title":"<u>s</u>"},"language":"\"><script>alert(1)</script>"},
  "reasons":[{"kind":"topics","text":"<s>x</s> $& {text}"}],"snippet":{"text":"<img src=x onerror=alert(1)> 🎧 end","highlights":[[0,4],[29,30]]}},
 {"episode":{"id":"b","title":"\"><img src=x onerror=alert(1)>","url":"HTTPS://b.example/?a=\"><b>","show":{"id":"s","title":"s"}}},
 {"episode":{"id":"c","title":"script","url":"javascript:alert(1)","show":{"id":"s","title":"s"}}},
 {"episode":{"id":"d","title":"data","url":"data:text/html,<script>alert(1)</script>","show":{"id":"s","title":"s"}}},
 {"episode":{"id":"../../x","title":"up","url":null,"show":{"id":"s","title":"s"},"image":"x"}}]}`

func TestAnswersCannotInjectMarkup(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = answer(200, hostileAnswer)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related reasons count="9"></segue-related><segue-search></segue-search>`, strict))
	b.state("related", "ready")
	b.search("<b>x</b>")
	want := [][]string{
		{"<b>bold</b>", "https://a.example/"},
		{`"><img src=x onerror=alert(1)>`, `https://b.example/?a=%22%3E%3Cb%3E`},
		{"up", w.service.URL + "/episodes/..%2F..%2Fx"},
	}
	if d := cmp.Diff(want, eval[[][]string](b, links)); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
	got := eval[map[string]string](b, `({
		made: [...document.querySelectorAll('segue-related, segue-search')].map((e) => e.shadowRoot.querySelectorAll('b, u, s, img, script').length).join(),
		reason: `+shadow("related", "[part=reason]")+`.textContent,
		marked: [...`+shadow("search", "[part=passage]")+`.querySelectorAll('mark')].map((m) => m.textContent).join('|'),
		passage: `+shadow("search", "[part=passage]")+`.textContent,
		status: `+shadow("search", "[role=status]")+`.textContent,
		violations: seen.violations.join(),
	})`)
	if d := cmp.Diff(map[string]string{
		"made": "0,0", "reason": "Also about <s>x</s> $& {text}", "marked": "<img|🎧", "passage": "<img src=x onerror=alert(1)> 🎧 end",
		"status": "4 episodes for “<b>x</b>” · Also searched for “<i>you</i>”", "violations": "",
	}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWidgetWorksWithThreePolicyDirectives(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related images reasons layout="grid" theme="dark"></segue-related><segue-search lang="de"></segue-search>`+
		`<div data-segue="related" data-lang="fr"></div>`, strict))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
	b.search("kubernetes")
	b.Wait(shadow("related", "img") + `.naturalWidth > 0`)
	b.WaitFrames()
	if got := eval[[]string](b, "seen.violations"); len(got) > 0 {
		t.Errorf("violations: %q", got)
	}
	if got := eval[string](b, `getComputedStyle(`+shadow("related", "ol")+`).display`); got != "grid" {
		t.Errorf("the style does not apply: %s", got)
	}
}

func TestRequestsNeedNoPreflight(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(related + `<segue-search></segue-search>`))
	b.state("related", "ready")
	b.search("kubernetes")
	for _, r := range w.service.requests("/") {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		for name := range r.Header {
			if strings.HasPrefix(name, "X-") || name == "Authorization" {
				t.Errorf("%s has the header %s", r.URL, name)
			}
		}
	}
}

func TestPageWithAnOpaqueOriginWorks(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	inner := w.show(`{script}<segue-related></segue-related><script>addEventListener('segue-ready', (e) => parent.postMessage(e.detail.count, '*'))</script>`)
	b := open(t)
	b.Visit(w.show(`<script>addEventListener('message', (e) => window.told = [e.data, e.origin])</script><iframe title="inner" sandbox="allow-scripts" src="` + inner + `"></iframe>`))
	b.Wait("window.told")
	if d := cmp.Diff([]any{4., "null"}, eval[[]any](b, "told")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	received := w.service.requests("/v1/similar")
	if len(received) != 1 || received[0].Header.Get("Origin") != "null" {
		t.Errorf("%d requests, of origin %q", len(received), received[0].Header.Get("Origin"))
	}
}

func TestCrossOriginIsolatedPageWorks(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(strings.Replace(related, "<segue-related", "<segue-related images", 1)+`<segue-search></segue-search>`,
		"Cross-Origin-Embedder-Policy: require-corp", "Cross-Origin-Opener-Policy: same-origin"))
	b.state("related", "ready")
	b.search("kubernetes")
	b.Wait(shadow("related", "img") + `.naturalWidth > 0`)
	if !eval[bool](b, "crossOriginIsolated") {
		t.Error("the page is not isolated")
	}
}

func TestNothingIsStoredAndNoVisitorDataIsSent(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	page := w.show(strings.NewReplacer("<segue-related", "<segue-related images reasons", "{script}", strings.Replace(w.fill("{script}"), " async", ` async referrerpolicy="no-referrer"`, 1)).
		Replace(related) + `<segue-search></segue-search>`)
	b.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		return storage.SetCookies([]*network.CookieParam{{Name: "service", Value: "1", URL: w.service.URL}}).Do(ctx)
	}))
	b.Visit(page + "?visitor=7#private")
	b.state("related", "ready")
	b.search("kubernetes")
	b.Wait(shadow("related", "img") + `.naturalWidth > 0`)
	eval[any](b, `addEventListener('click', (e) => e.preventDefault())`)
	eval[any](b, shadow("related", "a")+".click()")
	b.WaitFrames()
	for _, r := range w.service.requests("/") {
		address := strings.Contains(r.URL.RawQuery, "visitor") || strings.Contains(r.URL.RawQuery, "private")
		if r.Header.Get("Cookie") != "" || address {
			t.Errorf("the request for %s has the cookie %q", r.URL, r.Header.Get("Cookie"))
		}
		// The referrer of a part is the script, not the page.
		if referrer := r.Header.Get("Referer"); referrer != "" && referrer != w.service.URL+"/widget/v1.js" {
			t.Errorf("the request for %s has the referrer %q", r.URL, referrer)
		}
	}
	kept := eval[string](b, `(async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches?.keys() ?? []).length].join())()`)
	if kept != ",0,0,0,0" {
		t.Errorf("cookie, local, session, databases, caches: %s", kept)
	}
	for _, request := range b.sent("://") {
		if url := strings.Fields(request)[1]; !strings.HasPrefix(url, w.host.URL) && !strings.HasPrefix(url, w.service.URL) {
			t.Errorf("request to another origin: %s", request)
		}
	}
	paths := []string{}
	for _, r := range w.service.requests("/") {
		paths = append(paths, strings.Split(r.URL.Path, "/")[1])
	}
	slices.Sort(paths)
	measure(t, "origins asked besides the page's and the service's, cookies, entries in storage", "0, 0, 0")
	if got := fmt.Sprint(slices.Compact(paths)); got != "[thumbs v1 widget]" {
		t.Errorf("unexpected request to the server for %s", got)
	}
}

func TestPageAddressIsSentWithoutQuery(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	page := w.put("/e/"+gitops, `<!doctype html><html lang="en"><title>A</title>{script}<segue-related></segue-related>`)
	b := open(t)
	b.Visit(page + "?visitor=7&email=a@b.example#t=10")
	b.state("related", "ready")
	if got := w.service.requests("/v1/similar")[0].URL.Query().Get("url"); got != page {
		t.Errorf("the request has the address %s, want %s", got, page)
	}
}

func TestImagesAreOptionalAndLoadedFromTheServer(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = missing("/thumbs/kubernetes-in-the-enterprise-with-aparna-sinha.jpg")
	b := open(t)
	b.Quiet = true // one picture is missing
	b.Visit(w.show(`{script}<segue-related images></segue-related><segue-related images="off"></segue-related><segue-related></segue-related>`))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 3`)
	b.Wait(`[...` + shadow("related", "ol") + `.querySelectorAll('img')].length == 3`)
	b.WaitFrames()
	if got := b.sent("podcast-host"); len(got) > 0 {
		t.Errorf("unexpected requests to the podcast's host: %q", got)
	}
	got := eval[map[string]any](b, `({
		boxes: [...`+shadow("related", "ol")+`.querySelectorAll('span')].map((s) => Math.round(s.getBoundingClientRect().width)).join(),
		attributes: [...`+shadow("related", "img")+`.attributes].map((a) => a.name).sort().join(),
		others: [...document.querySelectorAll('segue-related')].slice(1).reduce((n, e) => n + e.shadowRoot.querySelectorAll('img, span').length, 0),
		shift: seen.shifts.filter((s) => s.nodes.length && s.nodes[0] != 'p').length,
	})`)
	delete(got, "shift")
	if d := cmp.Diff(map[string]any{
		"boxes": "56,56,56,56", "attributes": "alt,decoding,height,loading,part,referrerpolicy,src,width", "others": 0.,
	}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, request := range b.sent("/thumbs/") {
		if !strings.HasPrefix(request, "GET "+w.service.URL+"/thumbs/") || !strings.HasSuffix(request, ".jpg") {
			t.Errorf("a picture came from %s", request)
		}
	}
	b.Wait(`[...` + shadow("related", "ol") + `.querySelectorAll('img')].every((i) => i.naturalWidth == 192)`)
	sizes := eval[[]int](b, `Promise.all([...`+shadow("related", "ol")+`.querySelectorAll('img')].map((i) => fetch(i.src).then((r) => r.blob()).then((b) => b.size)))`)
	if len(sizes) != 3 || slices.Min(sizes) < 1000 || slices.Max(sizes) > 6000 { // four have less than 25 kB
		t.Fatalf("pictures have %d bytes, at most 6,000 may be", sizes)
	}
	measure(t, "largest picture of an episode, of noise, in bytes", fmt.Sprint(slices.Max(sizes)))
}
