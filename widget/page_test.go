package widget_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/datatest"
	"segue/widget"
)

func TestPageIdentifiesItsEpisode(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	const (
		canonical = `<link rel="canonical" href="{host}/canonical?p=12#x">`
		openGraph = `<meta property="og:url" content="{host}/og">`
		jsonLD    = `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","url":"{host}/"},{"@type":["PodcastEpisode"],"url":"{host}/jsonld"}]}</script>`
	)
	b := open(t)
	b.Quiet = true // most of these episodes are unknown, which logs errors
	for i, tt := range []struct{ name, head, element, want string }{
		{"the attribute, an id", canonical + openGraph + jsonLD, `episode="some-id"`, "id=some-id"},
		{"the attribute, an address", canonical, `episode="https://a.example/x"`, "url=https://a.example/x"},
		{"an empty attribute", canonical, `episode=" "`, "url={host}/canonical?p=12"},
		{"the canonical link", openGraph + jsonLD + canonical, ``, "url={host}/canonical?p=12"},
		{"a canonical link without a host", `<link rel="CANONICAL" href="/e/1">` + openGraph, ``, "url={host}/e/1"},
		{"og:url", jsonLD + openGraph, ``, "url={host}/og"},
		{"JSON-LD", jsonLD, ``, "url={host}/jsonld"},
		{"JSON-LD with several episodes", jsonLD + strings.ReplaceAll(jsonLD, "/jsonld", "/other"), ``, "url={here}"},
		{"invalid JSON-LD", `<script type="application/ld+json">{"</script>`, ``, "url={here}"},
		{"JSON-LD of an article", `<script type="application/ld+json">{"@type":"Article","url":"/article"}</script>`, ``, "url={here}"},
		{"nothing", ``, ``, "url={here}"},
		{"WordPress", `<link rel='shortlink' href='{host}/?p=7' /><link rel="canonical" href="{host}/gitops/" />` + openGraph, ``, "url={host}/gitops/"},
		{"WordPress with plain permalinks", `<link rel="canonical" href="{host}/?p=7" />`, ``, "url={host}/?p=7"},
		{"Squarespace", `<link rel="canonical" href="{host}/podcast/gitops"/><meta property="og:url" content="{host}/podcast/gitops"/><meta itemprop="url" content="x">`, ``, "url={host}/podcast/gitops"},
		{"Ghost", `<link rel="canonical" href="{host}/gitops/"><script type="application/ld+json">{"@type":"Article","url":"{host}/gitops/"}</script>`, ``, "url={host}/gitops/"},
		{"Hugo", `<meta property="og:url" content="{host}/episodes/gitops/">`, ``, "url={host}/episodes/gitops/"},
		{"Jekyll", `<link rel="alternate" type="application/atom+xml" href="/feed.xml"><link rel="canonical" href="{host}/2018/08/gitops.html" />`, ``, "url={host}/2018/08/gitops.html"},
	} {
		path := fmt.Sprintf("/here/%d", i)
		page := w.put(path, `<!doctype html><html lang="en"><head><title>A</title>`+tt.head+`</head><body>{script}<segue-related `+tt.element+`></segue-related></body></html>`)
		b.Visit(page + "?private=1#x")
		b.Wait(`document.querySelector('segue-related').getAttribute('state') != 'loading' && document.querySelector('segue-related').hasAttribute('state')`)
		received := w.service.requests("/v1/similar")
		query := received[len(received)-1].URL.Query()
		got := ""
		for _, name := range []string{"id", "url", "guid"} {
			if query.Has(name) {
				got += name + "=" + query.Get(name)
			}
		}
		want := strings.ReplaceAll(w.fill(tt.want), "{here}", page)
		if got != want || len(received) != i+1 {
			t.Errorf("%s: %d requests, the last for %s, want %s", tt.name, len(received)-i, got, want)
		}
	}
}

func TestReasonIsTheFirstOfTheAnswer(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related reasons count="9"></segue-related><segue-related count="9"></segue-related>`))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
	said := map[string]string{"topics": "Also about ", "person": "Also with ", "series": "Same series: ", "tag": "Also tagged ", "show": "Also from "}
	want := []string{}
	for _, r := range w.similar(t, 9).Results {
		reason := ""
		for _, x := range r.Reasons {
			if prefix := said[string(x.Kind)]; prefix != "" {
				reason = prefix + x.Text
				break
			}
		}
		want = append(want, reason)
	}
	got := eval[[]string](b, `[...document.querySelector('segue-related').shadowRoot.querySelectorAll('li')].map((li) => li.querySelector('[part=reason]')?.textContent ?? '')`)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reasons (-want +got):\n%s", d)
	}
	if got := eval[int](b, `document.querySelectorAll('segue-related')[1].shadowRoot.querySelectorAll('[part=reason], p:empty').length`); got != 0 {
		t.Errorf("%d reasons or empty lines that were not wanted", got)
	}
}

func TestNoEmptyLineWithoutAReason(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = answer(200, `{"results":[{"episode":{"id":"a","title":"A","url":"https://a.example/","show":{"id":"s","title":"s"}},"reasons":[{"kind":"passage","text":"x"},{"kind":"unknown","text":"y"}]}]}`)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related reasons></segue-related>`))
	b.state("related", "ready")
	if got := eval[string](b, shadow("related", "li")+`.textContent`); got != "As" {
		t.Errorf("the row is %q", got)
	}
}

func TestAPageIsNotRelatedToItself(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related count="20"></segue-related>`))
	b.state("related", "ready")
	seen := map[string]bool{w.host.URL + "/e/" + gitops: true}
	for _, link := range eval[[][]string](b, links) {
		if seen[link[1]] {
			t.Errorf("%s is the page itself or twice there", link[1])
		}
		seen[link[1]] = true
	}
}

// The requests of the script on a static site.
func TestStaticSiteLoadsFiles(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.put("/e/"+gitops, `<!doctype html><html lang="en"><title>A</title>{script}<segue-related api="/segue" static></segue-related><segue-related api="/segue/" static episode="`+gitops+`"></segue-related>`)
	_, body := get(t, "GET", w.service.URL+"/v1/similar?limit=5&id="+gitops)
	page := w.host.URL + "/e/" + gitops
	for _, name := range []string{widget.PageHash(data.PageKey(page)), gitops} {
		w.put("/segue/related/"+name+".json", string(body), "Content-Type: application/json")
	}
	b := open(t)
	b.Visit(page + "?utm_source=x")
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
	if got := w.service.requests("/v1/"); len(got) != 1 { // the request of this test
		t.Errorf("unexpected request to the API: %s", got[1].URL)
	}
}

func TestPageHashIsTheSameInGoAndTheScript(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(""))
	folder := ""
	for name := range w.script.Files() {
		if dir, ok := strings.CutSuffix(name, "/address.js"); ok {
			folder = dir
		}
	}
	addresses := []string{
		"https://www.example.com/a/", "HTTP://Example.COM/A/b", "https://example.com:443/a", "http://example.com:443/a", "http://example.com:8080/a",
		"https://me:secret@example.com/a#t=10", "https://example.com/a?utm_source=x&UTM_medium=y&fbclid=1&gclid=2", "https://example.com/?p=12&b=1&utm_x=1&a=%20",
		"https://example.com/a?id=1;x=2", "https://example.com/a?x=%zz", "https://example.com/caf%C3%A9", "https://example.com/café", "https://example.com/a%2Fb",
		" https://example.com/a\n", " a guid ", "/episodes/1?utm_source=x", "", "https://example.com", "https://example.com//", "https://example.com/a?b&b=2&b=1",
		"https://example.com/a?q=a+b&r=~*!'()", "https://example.com/a|b", "https://example.com/[a]", "https://example.com/it's(1)!*", "https://example.com/🎧?🎧=é",
		"https://example.com/a?", "https://example.com/a?&&", "https://example.com/a?=", "https://wwwx.example.com/", "https://www.www.example.com/",
		"https://example.com/a,b;c=d:e@f&g$h+i", "https://example.com/%7Ea", "https://example.com/%e2%82%ac", "https://xn--bcher-kva.example/",
		"https://127.0.0.1:8080/", "https://[::1]/a", "https://example.com/a^b`c{d}\"e<f>",
	}
	piece := rapid.SampledFrom([]string{"a", "B", "é", "%20", "%2F", "%C3%A9", "%c3", "%zz", "e\u0301", "/amp", "/amp/", ".html", "/index.html", "~", "'", "(", "!", "*", "|", "[", ",", ":", "@", "$", "+", "-", ".x", "_", "🎧", "="})
	path := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "") })
	for i := range 300 {
		n := rapid.Custom(func(t *rapid.T) string {
			a := "https://" + rapid.SampledFrom([]string{"example.com", "www.Example.com:80", "x.example:1"}).Draw(t, "host") + "/" + path.Draw(t, "path")
			for range rapid.IntRange(0, 3).Draw(t, "parameters") {
				sep := "&"
				if !strings.Contains(a, "?") {
					sep = "?"
				}
				a += sep + rapid.SampledFrom([]string{"p=", "q=", "utm_x=", "fbclid=", "ref=", "amp", "é="}).Draw(t, "name") + path.Draw(t, "value")
			}
			return a
		}).Example(i)
		addresses = append(addresses, n)
	}
	for _, p := range datatest.Pages {
		addresses = append(addresses, p.Addresses...)
	}
	for _, row := range data.TrackingParameters {
		for name := range strings.FieldsSeq(row.Names) {
			addresses = append(addresses, "https://example.com/a?id=1&"+strings.ReplaceAll(name, "*", "x")+"=2")
		}
	}
	want := [][]string{}
	for _, a := range addresses {
		want = append(want, []string{a, data.PageKey(a), widget.PageHash(data.PageKey(a))})
	}
	got := eval[[][]string](b, fmt.Sprintf(`import('%s/widget/%s/address.js').then((m) => [%s].map((a) => [a, m.pageKey(a), m.pageHash(a)]))`, w.service.URL, folder, quoted(addresses)))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-Go +script):\n%s", d)
	}
}
