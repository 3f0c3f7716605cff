package page_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/server/page"
)

func diff(t *testing.T, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmp.AllowUnexported(reply{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// links returns the addresses of the links in the main part of a page.
func links(t *testing.T, r reply) (list []string) {
	t.Helper()
	for _, m := range parse(t, r.body).elements("main") {
		for _, a := range (markup{m}).elements("a") {
			list = append(list, attr(a, "href"))
		}
	}
	return list
}

func TestHomeListsTheCatalogueNewestFirst(t *testing.T) {
	got := get(t, serve(t, &answers{}, klarna(), bare(), gitops()).URL)
	diff(t, []string{
		"/search?q=Kubernetes%20Continuous%20Delivery", "/search?q=Klarna%20Engineering", "/search?q=Bare", "/snippet",
		"/episodes/gitops", "/episodes/klarna", "/episodes/bare",
	}, links(t, got))
	got.mustContain(t, "Find related podcast episodes", "3 in all, newest first", "13 Aug 2018 42 min Software Engineering Daily")
}

func TestHomeShowsASingleShowOnce(t *testing.T) {
	got := get(t, serve(t, &answers{}, klarna(), gitops()).URL)
	got.mustContain(t, "Software Engineering Daily 2 in all", "13 Aug 2018 42 min Git holds the state")
}

func TestHomeShowsEpisodesRelatedToTheNewest(t *testing.T) {
	engine := &answers{similar: similarTo(gitops(), near(klarna(), .714))}
	got := get(t, serve(t, engine, klarna(), gitops()).URL)
	got.mustContain(t, "Latest episode GitOps: Kubernetes Continuous Delivery with Alexis Richardson",
		"Related episodes Klarna Engineering with Marcus Granström Score 0.71 of 1")
	if engine.query != "gitops" {
		t.Errorf("requested similar episodes of %q, want the newest episode", engine.query)
	}
}

func TestHomeShowsTheConfiguredQuestions(t *testing.T) {
	questions := []string{"how do I deploy to Kubernetes from Git", `100% "sure" & <safe>`}
	got := get(t, serveWith(t, page.Config{Engine: &answers{}, Questions: questions}, gitops()).URL)
	diff(t, []string{
		"/search?q=how%20do%20I%20deploy%20to%20Kubernetes%20from%20Git", "/search?q=100%25%20%22sure%22%20%26%20%3csafe%3e", "/snippet", "/episodes/gitops",
	}, links(t, got))
	got.mustContain(t, `100% "sure" & <safe>`)
}

func TestHomeShowsTheProgressOfEmbedding(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status recommend.Status
		want   bool
	}{
		{"while episodes are being embedded", recommend.Status{Episodes: 10_000, Embedded: 7, Index: "1"}, true},
		{"hidden when all are embedded", recommend.Status{Episodes: 10_000, Embedded: 10_000, Index: "1"}, false},
		{"not for an empty index", recommend.Status{Index: "1"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := get(t, serve(t, &answers{status: tt.status}, gitops()).URL).text(t)
			if got := contains(text, "Embedding the catalogue: 7 of 10,000 episodes"); got != tt.want {
				t.Errorf("got %v, want %v:\n%s", got, tt.want, text)
			}
		})
	}
}

func TestPagesExplainThatTheEngineIsStarting(t *testing.T) {
	server := serve(t, &answers{status: recommend.Status{Model: "m"}}, gitops())
	for _, path := range []string{"/", "/search?q=x", "/episodes/gitops"} {
		get(t, server.URL+path).mustContain(t, "Segue has just started and is opening the catalogue.")
	}
}

func TestHomeHelpsWithAnEmptyCatalogue(t *testing.T) {
	get(t, serve(t, &answers{}).URL).mustContain(t, "There are no episodes yet.", "segue import episodes.jsonl")
}

func TestHomePagesCoverTheWholeCatalogue(t *testing.T) {
	var want []string
	var all []data.Episode
	for i := range 45 {
		e := klarna()
		e.ID = data.EpisodeID(fmt.Sprintf("e-%d", i))
		e.Title = fmt.Sprintf("Episode %d", i)
		e.Published = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i)
		all = append(all, e)
		want = append(want, "/episodes/"+string(e.ID))
	}
	server := serve(t, &answers{}, all...)
	var got []string
	pages := 0
	for path := "/"; path != ""; pages++ {
		r := get(t, server.URL+path)
		if r.status != 200 {
			t.Fatalf("GET %s: status %d", path, r.status)
		}
		path = ""
		for _, a := range parse(t, r.body).elements("a") {
			switch href := attr(a, "href"); {
			case attr(a, "rel") == "next":
				path = href
			case contains(href, "/episodes/"):
				got = append(got, href)
			}
		}
	}
	if pages != 3 || !slices.Equal(got, want) {
		t.Errorf("%d pages, want 3 (-want +got):\n%s", pages, cmp.Diff(want, got))
	}
}
