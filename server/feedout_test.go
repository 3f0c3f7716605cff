package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/feed"
)

func TestTheFeedOfAShowHasAllEpisodesInPages(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.PublicURL = "https://pod.example/" })
	var list []data.Episode
	var want []string
	for i := range 7 {
		list = append(list, data.Episode{GUID: fmt.Sprint("loaf-", i), Title: fmt.Sprint("Loaf ", i), Show: data.Show{ID: "crumb", Title: "Crumb Radio"}, Published: gitops().Published.AddDate(0, 0, -i)})
		want = append(want, fmt.Sprint("loaf-", i))
	}
	if _, err := w.engine.catalog.Upsert(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	var guids []string
	pages := 0
	for next := "https://pod.example/v1/shows/crumb/feed.xml?limit=3"; next != "" && pages < 5; pages++ {
		got := w.do(t, http.MethodGet, strings.TrimPrefix(next, "https://pod.example"))
		if got.status != 200 || got.header.Get("Content-Type") != "application/rss+xml; charset=utf-8" {
			t.Fatalf("%s: status %d, %s", next, got.status, got.header.Get("Content-Type"))
		}
		f, err := feed.Parse(t.Context(), []byte(got.body), "", &url.URL{}, time.Now())
		if err != nil || f.Show.Title != "Crumb Radio" || f.Topic != next {
			t.Fatalf("%s: %v, %q, itself %s", next, err, f.Show.Title, f.Topic)
		}
		for _, i := range f.Items {
			guids = append(guids, i.Episode.GUID)
		}
		next = f.Next
	}
	if d := cmp.Diff(want, guids); d != "" || pages != 3 {
		t.Errorf("%d pages with items (-want +got):\n%s", pages, d)
	}
}

func TestWithoutAPublicURLTheFeedLinksToItsNextPageByPath(t *testing.T) {
	w := newFixture(t, nil)
	got := w.do(t, http.MethodGet, "/v1/shows/"+string(gitops().Show.ID)+"/feed.xml")
	if want := fmt.Sprintf(`href="/v1/shows/%s/feed.xml"`, gitops().Show.ID); !strings.Contains(got.body, want) || strings.Contains(got.body, "podcast:recommendations ") {
		t.Errorf("want %s and no recommendations in\n%s", want, got.body)
	}
}

func TestRecommendationsFollowTheFormatOfTheProposal(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.PublicURL = "https://pod.example" })
	got := w.do(t, http.MethodGet, "/v1/episodes/gitops/recommendations.json")
	for _, want := range []string{`"version":"1.0"`, `"linkType":"item"`, `"medium":"podcast"`, `"motive":"content-based recommendation"`, `"title":"Bare"`, `"feed":"https://pod.example/v1/shows/`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %s in %s", want, got.body)
		}
	}
	known := w.do(t, http.MethodGet, "/v1/episodes/gitops/recommendations.json", "If-None-Match: "+got.header.Get("Etag"))
	if got.status != 200 || known.status != 304 || !slices.Contains(got.header.Values("Access-Control-Allow-Origin"), "*") {
		t.Errorf("status %d, then %d, headers %v", got.status, known.status, got.header)
	}
}

func TestUnknownShowsAndEpisodesHaveNoFeed(t *testing.T) {
	w := newFixture(t, nil)
	for address, code := range map[string]string{"/v1/shows/nobody/feed.xml": "unknown_show", "/v1/episodes/nobody/recommendations.json": "unknown_episode"} {
		if got := w.do(t, http.MethodGet, address); got.status != 404 || got.member("code") != code {
			t.Errorf("%s: status %d, %s", address, got.status, got.body)
		}
	}
}
