package page_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"segue/data"
	"segue/recommend"
	"segue/server/page"
)

var contains = strings.Contains

func TestEpisodeShowsAllThatIsKnown(t *testing.T) {
	engine := &answers{similar: similarTo(gitops(), near(klarna(), .62), near(bare(), 0))}
	got := get(t, serve(t, engine, gitops(), klarna(), bare()).URL+"/episodes/gitops")
	got.mustSay(t,
		"GitOps: Kubernetes Continuous Delivery with Alexis Richardson Show Software Engineering Daily Published 13 Aug 2018 Length 42 min Guest Alexis Richardson",
		"Git holds the state of a cluster. An agent brings the cluster there.",
		"1 part left out of the description", "Full disclosure: somebody paid. sponsor-disclosure",
		"Klarna Engineering with Marcus Granström Score 0.62 of 1 10 Aug 2018 44 min", "Bare Score 0.00 of 1 Quiet",
	)
	diff(t, []string{
		"https://daily.example/gitops", "https://daily.example/gitops.mp3",
		"/search?q=Kubernetes", "/search?q=continuous%20delivery",
		"/episodes/klarna", "/episodes/bare", "/v1/episodes/gitops/similar",
	}, links(t, got))
	if n := len(parse(t, got.body).elements("time")); n != 4 {
		t.Errorf("%d times, want two of the episode and two of the result", n)
	}
}

func TestEpisodeLeavesOutWhatIsUnknown(t *testing.T) {
	got := get(t, serve(t, &answers{}, bare()).URL+"/episodes/bare")
	got.mustSay(t, "Bare Show Quiet This episode has no description.")
	got.mustNotHold(t, "<time", "Published", "Length", "<details", `rel="external"`)
}

func TestEpisodeSaysWhyAResultIsThere(t *testing.T) {
	for _, tt := range []struct {
		name   string
		result recommend.Result
		want   string
	}{
		{"with a person", recommend.Result{Reasons: []recommend.Reason{{Kind: "person", Text: "Ann"}}}, "Also with Ann"},
		{"with topics", recommend.Result{Reasons: []recommend.Reason{{Kind: "topics", Text: "Go, SQL"}}}, "Shared topics: Go, SQL"},
		{"with two reasons", recommend.Result{Reasons: []recommend.Reason{{Kind: "person", Text: "Ann"}, {Kind: "other", Text: "So"}}}, "Also with Ann · So"},
		{"from the same show", recommend.Result{Source: recommend.SourceShow}, "From the same show"},
		{"among the newest", recommend.Result{Source: recommend.SourceLatest}, "Among the newest"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.result.Episode = klarna()
			engine := &answers{similar: similarTo(gitops(), tt.result)}
			get(t, serve(t, engine, gitops()).URL+"/episodes/gitops").mustSay(t, "44 min "+tt.want)
		})
	}
}

func TestEpisodeIsShownWhenTheEngineFails(t *testing.T) {
	var log bytes.Buffer
	c := page.Config{Engine: &answers{err: errors.New("secret cause")}, Logger: slog.New(slog.NewTextHandler(&log, nil))}
	got := get(t, serveWith(t, c, gitops()).URL+"/episodes/gitops")
	got.mustSay(t, "Git holds the state of a cluster.", "There is no answer to this right now.")
	if cache := got.header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("Cache-Control %q, want no-store", cache)
	}
	if !contains(log.String(), `error="secret cause"`) {
		t.Errorf("the cause is not in the log: %s", &log)
	}
}

func TestSearchShowsTheBestPassage(t *testing.T) {
	hit := near(gitops(), .5)
	hit.Snippet = &recommend.Snippet{Text: "Git holds the state.", Highlights: [][2]int{{0, 3}}}
	engine := &answers{search: found(1, hit)}
	got := get(t, serve(t, engine, gitops()).URL+"/search?q=++what+is%0AGitOps+")
	got.mustSay(t, "Episodes about what is GitOps", "1 episode, nearest first", "Score 0.50 of 1 Git holds the state. 13 Aug 2018")
	if !contains(got.body, "<mark>Git</mark> holds") {
		t.Error("the highlight is not marked")
	}
	diff(t, "what is GitOps", engine.asked)
	for _, input := range parse(t, got.body).elements("input") {
		diff(t, "what is GitOps", attr(input, "value"))
	}
}

func TestSearchHasPages(t *testing.T) {
	for _, tt := range []struct {
		path   string
		offset int
		say    string
		links  []string
	}{
		{"?q=a+%26+b", 0, "Page 1 of 3", []string{"/episodes/klarna", "/search?page=2&q=a+%26+b"}},
		{"?q=a+%26+b&page=2", 10, "Page 2 of 3", []string{"/episodes/klarna", "/search?q=a+%26+b", "/search?page=3&q=a+%26+b"}},
		{"?q=a+%26+b&page=3", 20, "Page 3 of 3", []string{"/episodes/klarna", "/search?page=2&q=a+%26+b"}},
	} {
		t.Run(tt.say, func(t *testing.T) {
			engine := &answers{search: found(25, near(klarna(), .4))}
			got := get(t, serve(t, engine, klarna()).URL+"/search"+tt.path)
			got.mustSay(t, "25 episodes, nearest first "+tt.say)
			diff(t, tt.links, links(t, got))
			diff(t, recommend.Options{Limit: 10, Offset: tt.offset}, engine.options)
		})
	}
}

func TestSearchNamesTheOnlyShowOnce(t *testing.T) {
	answer := found(1, near(klarna(), .4))
	answer.Facets.Shows = []recommend.FacetCount{{Value: "software-engineering-daily", Label: "Software Engineering Daily", Count: 1}}
	got := get(t, serve(t, &answers{search: answer}, klarna()).URL+"/search?q=x")
	got.mustSay(t, "1 episode of Software Engineering Daily, nearest first")
	if n := strings.Count(got.text(t), "Software Engineering Daily"); n != 1 {
		t.Errorf("the show is named %d times", n)
	}
}

func TestSearchHelpsWhenNothingIsFound(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		engine     *answers
		want       string
	}{
		{"at all", "?q=x", &answers{}, "No episode comes near this. Say it in other words"},
		{"so far", "?q=x", &answers{status: recommend.Status{Episodes: 9, Embedded: 1, Index: "1"}}, "Nothing is near this so far. Understanding the catalogue: 1 of 9"},
		{"on a page after the last", "?q=x&page=4", &answers{search: found(3)}, "There is nothing on page 4. Back to the first page"},
		{"for want of a question", "", &answers{}, "What would you like to hear about?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			get(t, serve(t, tt.engine, gitops()).URL+"/search"+tt.path).mustSay(t, tt.want)
		})
	}
}

func TestSearchSaysWhenWordsAloneAnswered(t *testing.T) {
	answer := found(1, near(klarna(), .4))
	answer.Mode = recommend.ModeKeyword
	get(t, serve(t, &answers{search: answer}, klarna()).URL+"/search?q=x").mustSay(t, "Found by their words alone")
}

func TestLongTextsStayWhole(t *testing.T) {
	e := klarna()
	e.Title = strings.TrimSpace(strings.Repeat("Donaudampfschifffahrt ", 50))
	e.Description = strings.Repeat("word ", 5000) + "end"
	got := get(t, serve(t, &answers{}, e).URL+"/episodes/klarna")
	got.mustSay(t, e.Title, "word end")
}

func TestQuestionsComeFromTheCatalogue(t *testing.T) {
	var all []data.Episode
	for i, title := range []string{"One", "Series: Two Parts", "Three: x", strings.Repeat("long ", 20), "Five with Ann", "Six", "Six"} {
		e := bare()
		e.ID, e.Title, e.People = data.EpisodeID(fmt.Sprint("e-", i)), title, guests("Ann")
		all = append(all, e)
	}
	got := links(t, get(t, serve(t, &answers{}, all...).URL))
	diff(t, []string{"/search?q=One", "/search?q=Two%20Parts", "/search?q=Five"}, got[:3])
}
