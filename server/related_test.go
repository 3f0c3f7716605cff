package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestAFragmentShowsRelatedEpisodes(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.PublicURL = "https://pod.example" })
	w.engine.status.Embedded = w.engine.status.Episodes
	const (
		link = `<a href="https://pod.example/episodes/bare"><bdi>Bare</bdi></a>`
		five = "public, max-age=5"
		aged = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
	)
	for _, tt := range []struct{ name, query, related, cache, has, hasNot string }{
		{"by URL", "url=https://daily.example/gitops?utm_source=a", "1", aged, link, "reason"},
		{"by GUID", "guid=daily-5543", "1", aged, link, "<segue-related"},
		{"by id", "id=gitops", "1", aged, `<section class="segue-related segue-list" lang="en-US">` + "\n<h2>Related episodes</h2>", ""},
		{"in a language", "id=gitops&lang=de_AT", "1", aged, `lang="de-AT">` + "\n<h2>Ähnliche Folgen</h2>", "Related"},
		{"in a language without a translation", "id=gitops&lang=tlh", "1", aged, `lang="en"`, ""},
		{"with a heading", "id=gitops&heading=A+%26+B", "1", aged, "<h2>A &amp; B</h2>", "Related"},
		{"without a heading", "id=gitops&heading=", "1", aged, link, "<h2"},
		{"with reasons", "id=gitops&reasons=true", "1", aged, `<p class="reason">Also with Alexis Richardson</p>`, ""},
		{"with images, for an episode without an image", "id=gitops&images=true", "1", aged, link, "<img"},
		{"in a layout and a theme", "id=gitops&layout=row&theme=dark", "1", aged, `class="segue-related segue-row segue-dark"`, ""},
		{"as an element", "id=gitops&form=shadow&limit=3&layout=grid&theme=light&show=quiet", "1", aged, `<segue-related episode="gitops" count="3" show="quiet" layout="grid" theme="light" lang="en-US">`, "<section"},
		{"of an unknown page", "url=https://daily.example/imprint", "unknown", five, "", "<"},
		{"of an unknown id", "id=nope", "unknown", five, "", "<"},
	} {
		got := w.do(t, http.MethodGet, "/v1/related.html?"+tt.query)
		want := map[string]string{"Content-Type": "text/html; charset=utf-8", "X-Segue-Related": tt.related, "Cache-Control": tt.cache, "Access-Control-Allow-Origin": "*"}
		header := map[string]string{}
		for name := range want {
			header[name] = got.header.Get(name)
		}
		if d := cmp.Diff(want, header); d != "" || got.status != http.StatusOK {
			t.Errorf("%s: status %d (-want +got):\n%s", tt.name, got.status, d)
		}
		if !strings.Contains(got.body, tt.has) || tt.hasNot != "" && strings.Contains(got.body, tt.hasNot) {
			t.Errorf("%s: %s", tt.name, got.body)
		}
	}
}

func TestAFragmentWithoutEpisodesIsEmpty(t *testing.T) {
	w := newFixture(t, nil) // without a public URL, and the other episode has no page
	got := w.do(t, http.MethodGet, "/v1/related.html?id=gitops")
	if d := cmp.Diff([]string{"none", "", "0"}, []string{got.header.Get("X-Segue-Related"), got.body, got.header.Get("Content-Length")}); d != "" || got.status != http.StatusOK {
		t.Errorf("status %d (-want +got):\n%s", got.status, d)
	}
}

func TestAFragmentPassesItsOptionsToTheEngine(t *testing.T) {
	w := newFixture(t, nil)
	w.do(t, http.MethodGet, "/v1/related.html?url=https%3A%2F%2Fdaily.example%2Fgitops&limit=7&show=daily")
	w.do(t, http.MethodGet, "/v1/related.html?guid=daily-5543")
	want := []engineRequest{
		{Ref: data.Ref{URL: "https://daily.example/gitops"}, Options: recommend.Options{Limit: 7, Filter: data.Filter{Shows: []data.ShowID{"daily"}}}},
		{Ref: data.Ref{GUID: "daily-5543"}, Options: recommend.Options{Limit: 4}},
	}
	if d := cmp.Diff(want, w.engine.requests); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestInvalidParametersOfAFragmentAreProblems(t *testing.T) {
	w := newFixture(t, nil)
	for _, tt := range []struct{ name, query, code string }{
		{"no reference", "", "invalid_reference"},
		{"two references", "id=gitops&guid=daily-5543", "invalid_reference"},
		{"an empty reference", "url=", "invalid_reference"},
		{"a limit that is too high", "id=gitops&limit=21", "invalid_parameter"},
		{"an unknown form", "id=gitops&form=json", "invalid_parameter"},
		{"an unknown layout", "id=gitops&layout=tiles", "invalid_parameter"},
		{"an unknown theme", "id=gitops&theme=pink", "invalid_parameter"},
		{"a long heading", "id=gitops&heading=" + strings.Repeat("a", 201), "invalid_parameter"},
		{"two headings", "id=gitops&heading=a&heading=b", "repeated_parameter"},
		{"a filter that it does not have", "id=gitops&tag=a", "unknown_parameter"},
	} {
		got := w.do(t, http.MethodGet, "/v1/related.html?"+tt.query)
		if code := got.member("code"); code != tt.code || got.header.Get("X-Segue-Related") != "" {
			t.Errorf("%s: %d %q, want %q", tt.name, got.status, code, tt.code)
		}
	}
	w.engine.fail = func(context.Context) error { return context.DeadlineExceeded }
	if got := w.do(t, http.MethodGet, "/v1/related.html?id=gitops"); got.status != http.StatusGatewayTimeout {
		t.Errorf("a slow engine: status %d", got.status)
	}
}

func TestAFragmentHasAnETag(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.PublicURL = "https://pod.example" })
	w.engine.status.Embedded = w.engine.status.Episodes
	for _, address := range []string{"/v1/related.html?id=gitops", "/v1/related.html?id=gitops&form=shadow", "/v1/related.html?id=nope"} {
		first := w.do(t, http.MethodGet, address)
		again := w.do(t, http.MethodGet, address, "If-None-Match: "+first.header.Get("Etag"))
		want := []string{first.header.Get("Etag"), first.header.Get("X-Segue-Related"), ""}
		got := []string{again.header.Get("Etag"), again.header.Get("X-Segue-Related"), again.body}
		if d := cmp.Diff(want, got); d != "" || again.status != http.StatusNotModified {
			t.Errorf("%s: status %d (-want +got):\n%s", address, again.status, d)
		}
		if head := w.do(t, http.MethodHead, address); head.status != http.StatusOK || head.header.Get("Etag") != want[0] {
			t.Errorf("HEAD %s: status %d", address, head.status)
		}
	}
	w.engine.status.Embedded = 0
	if got := w.do(t, http.MethodGet, "/v1/related.html?id=gitops").header.Get("Cache-Control"); got != "public, max-age=5" {
		t.Errorf("Cache-Control during embedding is %q", got)
	}
}
