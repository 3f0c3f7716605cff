package page_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/recommend"
	"segue/server/page"
)

var contains = strings.Contains

func TestEpisodePageShowsAllFields(t *testing.T) {
	engine := &answers{similar: similarTo(gitops(), near(klarna(), .62), near(bare(), 0))}
	got := get(t, serve(t, engine, gitops(), klarna(), bare()).URL+"/episodes/gitops")
	got.mustContain(t,
		"GitOps: Kubernetes Continuous Delivery with Alexis Richardson Show Software Engineering Daily Published 13 Aug 2018 Duration 42 min Guest Alexis Richardson",
		"Git holds the state of a cluster. An agent brings the cluster there.",
		"1 part of the description not shown", "Full disclosure: somebody paid. sponsor-disclosure",
		"Klarna Engineering with Marcus Granström Score 0.62 of 1 10 Aug 2018 44 min", "Bare Score 0.00 of 1 Quiet",
	)
	diff(t, []string{
		"/people/alexis-richardson", "https://daily.example/gitops", "https://daily.example/gitops.mp3",
		"/search?q=Kubernetes", "/search?q=continuous%20delivery",
		"/episodes/klarna", "/episodes/bare", "/v1/episodes/gitops/similar",
	}, links(t, got))
	if n := len(parse(t, got.body).elements("time")); n != 4 {
		t.Errorf("%d times, want two of the episode and two of the result", n)
	}
}

func TestEpisodePageOmitsUnknownFields(t *testing.T) {
	got := get(t, serve(t, &answers{}, bare()).URL+"/episodes/bare")
	got.mustContain(t, "Bare Show Quiet This episode has no description.")
	got.mustNotContain(t, "<time", "Published", "Duration", "<details", `rel="external"`)
}

func TestEpisodePageShowsReasons(t *testing.T) {
	for _, tt := range []struct {
		name   string
		result recommend.Result
		want   string
	}{
		{"with a person", recommend.Result{Reasons: []recommend.Reason{{Kind: "person", Text: "Ann"}}}, "Also with Ann"},
		{"with topics", recommend.Result{Reasons: []recommend.Reason{{Kind: "topics", Text: "Go, SQL"}}}, "Shared topics: Go, SQL"},
		{"with two reasons", recommend.Result{Reasons: []recommend.Reason{{Kind: "person", Text: "Ann"}, {Kind: "other", Text: "So"}}}, "Also with Ann · So"},
		{"with two people and a series", recommend.Result{Reasons: []recommend.Reason{{Kind: "person", Text: "Ann"}, {Kind: "series", Text: "Deep Dive"}, {Kind: "person", Text: "Bob"}}},
			"Also with Ann, Bob · Same series: Deep Dive"},
		{"with a tag, which hides the source note", recommend.Result{Source: recommend.SourceTags, Reasons: []recommend.Reason{{Kind: "tag", Text: "go"}}}, "Same tag: go"},
		{"with a show", recommend.Result{Source: recommend.SourceShow, Reasons: []recommend.Reason{{Kind: "show", Text: "Daily"}}}, "Same show: Daily"},
		{"with a passage", recommend.Result{Reasons: []recommend.Reason{{Kind: "topics", Text: "banks"}, {Kind: "passage", Text: "A bank from Sweden."}}}, "Shared topics: banks A bank from Sweden."},
		{"by the same words", recommend.Result{Source: recommend.SourceKeyword}, "Same words"},
		{"from the same show", recommend.Result{Source: recommend.SourceShow}, "From the same show"},
		{"recent episode", recommend.Result{Source: recommend.SourceLatest}, "Recent episode"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.result.Episode = klarna()
			engine := &answers{similar: similarTo(gitops(), tt.result)}
			get(t, serve(t, engine, gitops()).URL+"/episodes/gitops").mustContain(t, "44 min "+tt.want)
		})
	}
}

func TestResultsListTheirDuplicates(t *testing.T) {
	result := near(klarna(), .6)
	for i := range 5 {
		result.Duplicates = append(result.Duplicates, recommend.Duplicate{ID: data.EpisodeID(fmt.Sprint("again-", i)), Title: fmt.Sprint("Again ", i), Reason: "same text"})
	}
	got := get(t, serve(t, &answers{similar: similarTo(bare(), result)}, bare()).URL+"/episodes/bare")
	got.mustContain(t, "Also published as Again 0, Again 1, Again 2 and 2 more")
	diff(t, []string{"/episodes/klarna", "/episodes/again-0", "/episodes/again-1", "/episodes/again-2", "/v1/episodes/bare/similar"}, links(t, got))
}

func TestEpisodePageExplainsMissingRelatedEpisodes(t *testing.T) {
	answer := similarTo(gitops())
	answer.Empty = "the catalogue has no other episode"
	get(t, serve(t, &answers{similar: answer}, gitops()).URL+"/episodes/gitops").mustContain(t, "Related episodes The catalogue has no other episode.")
}

func TestEpisodePageLinksAllPeople(t *testing.T) {
	e := bare()
	e.People = []data.Person{{Name: "Ann Bee", Role: data.RoleHost}, {Name: "Cy Dee", Role: data.RoleGuest}, {Name: "Ευα", Role: data.RoleGuest}}
	got := get(t, serve(t, &answers{}, e).URL+"/episodes/bare")
	got.mustContain(t, "Host Ann Bee Guests Cy Dee, Ευα")
	diff(t, []string{"/people/ann-bee", "/people/cy-dee", "/people/" + data.PersonID("Ευα")}, links(t, got))
}

func TestEpisodePageWorksIfTheEngineFails(t *testing.T) {
	var log bytes.Buffer
	c := page.Config{Engine: &answers{err: errors.New("secret cause")}, Logger: slog.New(slog.NewTextHandler(&log, nil))}
	got := get(t, serveWith(t, c, gitops()).URL+"/episodes/gitops")
	got.mustContain(t, "Git holds the state of a cluster.", "Related episodes are not available right now.")
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
	got.mustContain(t, "Search results for what is GitOps", "1 episode, best matches first", "Score 0.50 of 1 Git holds the state. 13 Aug 2018")
	if !contains(got.body, "<mark>Git</mark> holds") {
		t.Error("the highlight is not marked")
	}
	diff(t, "what is GitOps", engine.query)
	for _, input := range parse(t, got.body).elements("input") {
		diff(t, "what is GitOps", attr(input, "value"))
	}
}

func TestSearchPagesAreNumbered(t *testing.T) {
	for _, tt := range []struct {
		path   string
		offset int
		want   string
		links  []string
	}{
		{"?q=a+%26+b", 0, "Page 1 of 3", []string{"/episodes/klarna", "/search?page=2&q=a+%26+b"}},
		{"?q=a+%26+b&page=2", 10, "Page 2 of 3", []string{"/episodes/klarna", "/search?q=a+%26+b", "/search?page=3&q=a+%26+b"}},
		{"?q=a+%26+b&page=3", 20, "Page 3 of 3", []string{"/episodes/klarna", "/search?page=2&q=a+%26+b"}},
	} {
		t.Run(tt.want, func(t *testing.T) {
			engine := &answers{search: found(25, near(klarna(), .4))}
			got := get(t, serve(t, engine, klarna()).URL+"/search"+tt.path)
			got.mustContain(t, "25 episodes, best matches first "+tt.want)
			diff(t, tt.links, links(t, got))
			diff(t, recommend.Options{Limit: 10, Offset: tt.offset}, engine.options)
		})
	}
}

func TestSearchShowsASingleShowOnce(t *testing.T) {
	answer := found(1, near(klarna(), .4))
	answer.Facets.Shows = []recommend.FacetCount{{Value: "software-engineering-daily", Label: "Software Engineering Daily", Count: 1}}
	got := get(t, serve(t, &answers{search: answer}, klarna()).URL+"/search?q=x")
	got.mustContain(t, "1 episode of Software Engineering Daily, best matches first")
	if n := strings.Count(got.text(t), "Software Engineering Daily"); n != 1 {
		t.Errorf("the show is named %d times", n)
	}
}

func TestSearchHelpsWithoutResults(t *testing.T) {
	for _, tt := range []struct {
		name, path string
		engine     *answers
		want       string
	}{
		{"at all", "?q=x", &answers{}, "No episodes match your search. Try other or fewer words"},
		{"so far", "?q=x", &answers{status: recommend.Status{Episodes: 9, Embedded: 1, Index: "1"}}, "No matching episodes so far. Embedding the catalogue: 1 of 9"},
		{"on a page after the last", "?q=x&page=4", &answers{search: found(3)}, "Page 4 is empty. Back to the first page"},
		{"without a query", "", &answers{}, "What would you like to hear about?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			get(t, serve(t, tt.engine, gitops()).URL+"/search"+tt.path).mustContain(t, tt.want)
		})
	}
}

func TestSearchMarksKeywordOnlyResults(t *testing.T) {
	answer := found(1, near(klarna(), .4))
	answer.Mode = recommend.ModeKeyword
	get(t, serve(t, &answers{search: answer}, klarna()).URL+"/search?q=x").mustContain(t, "Found by keywords only")
}

func TestSearchShowsReasons(t *testing.T) {
	hit := near(klarna(), .4)
	hit.Reasons = []recommend.Reason{{Kind: "topics", Text: "bank, Sweden"}, {Kind: "person", Text: "Marcus Granström"}}
	get(t, serve(t, &answers{search: found(1, hit)}, klarna()).URL+"/search?q=x").
		mustContain(t, "44 min Software Engineering Daily Mentions bank, Sweden · With Marcus Granström")
}

func TestSearchSuggestsACorrection(t *testing.T) {
	for _, tt := range []struct {
		name    string
		results []recommend.Result
	}{{"with results", []recommend.Result{near(klarna(), .4)}}, {"without", nil}} {
		t.Run(tt.name, func(t *testing.T) {
			answer := found(len(tt.results), tt.results...)
			answer.DidYouMean = "a bank & more"
			got := get(t, serve(t, &answers{search: answer}, klarna()).URL+"/search?q=a+bnak&tag=go")
			got.mustContain(t, "Did you mean a bank & more?")
			diff(t, "/search?q=a+bank+%26+more&tag=go", links(t, got)[0])
		})
	}
}

func TestWeakMatchesHaveALabelAndNoScore(t *testing.T) {
	answer := found(0)
	answer.Empty, answer.Weak = "no episode is clearly about this", []recommend.Result{near(klarna(), 1)}
	got := get(t, serve(t, &answers{search: answer}, gitops()).URL+"/search?q=x")
	got.mustContain(t, "No episode is clearly about this.", "Weak matches They are the nearest episodes, but probably about something else. Klarna Engineering with Marcus Granström 10 Aug 2018")
	got.mustNotContain(t, "Score")
}

func TestMomentsLinkToTheTranscript(t *testing.T) {
	e := bare()
	e.Segments = []data.Segment{{End: 9 * time.Second, Text: "Hello."}, {Start: 73 * time.Second, End: 80 * time.Second, Speaker: "Ann", Text: "Git is the truth."}}
	hit := near(e, 1)
	hit.Snippet = &recommend.Snippet{Text: "Git is the truth.", Highlights: [][2]int{{0, 3}}}
	hit.Moment = &recommend.Moment{Start: 73 * time.Second}
	server := serve(t, &answers{search: found(1, hit)}, e)
	search := get(t, server.URL+"/search?q=git")
	search.mustContain(t, "1:13 Git is the truth.")
	if !contains(search.body, `href="/episodes/bare#t=73"`) {
		t.Error("the moment is no link")
	}
	shown := get(t, server.URL+"/episodes/bare")
	shown.mustContain(t, "0:00 Hello. 1:13 Ann: Git is the truth.")
	if !contains(shown.body, `data-at="73"`) || !contains(shown.body, "/assets/player.") {
		t.Error("the page cannot scroll to the moment without a recording")
	}
}

func TestSearchExplainsMissingResults(t *testing.T) {
	answer := found(0)
	answer.Empty = "no episode matches the filters"
	server := serve(t, &answers{search: answer}, gitops())
	got := get(t, server.URL+"/search?q=x&show=nowhere")
	got.mustContain(t, "No episode matches the filters. Search without filters Try Kubernetes Continuous Delivery")
	diff(t, []string{"/search?q=x", "/search?q=x", "/search?q=Kubernetes%20Continuous%20Delivery", "/#catalogue"}, links(t, got))
	get(t, server.URL+"/search?q=x").mustContain(t, "No episode matches the filters. Try other or fewer words")
}

func TestSearchFilters(t *testing.T) {
	answer := found(9, near(klarna(), .4))
	answer.Facets = recommend.Facets{
		Shows:  []recommend.FacetCount{{Value: "daily", Label: "The Daily", Count: 5}, {Value: "quiet", Label: "Quiet", Count: 4}},
		People: []recommend.FacetCount{{Value: "ann bee", Label: "Ann Bee", Count: 9}},
		Tags:   []recommend.FacetCount{{Value: "c++", Label: "C++", Count: 2}},
	}
	for _, tt := range []struct {
		name, path string
		filter     data.Filter
		want       string
		links      []string
	}{
		{"by values that only some results have", "?q=x", data.Filter{}, "Filter results Show The Daily 5 Quiet 4 Tag C++ 2",
			[]string{"/search?q=x&show=daily", "/search?q=x&show=quiet", "/search?q=x&tag=c%2B%2B", "/episodes/klarna"}},
		{"by a show, with a link to remove it", "?q=x&show=daily&page=1", data.Filter{Shows: []data.ShowID{"daily"}}, "Filters Remove filter The Daily ×",
			[]string{"/search?q=x", "/search?q=x&show=daily&tag=c%2B%2B", "/episodes/klarna"}},
		{"by several values, with a link to remove each", "?q=x&tag=C%2B%2B&tag=go&person=Ann+Bee", data.Filter{Tags: []string{"C++", "go"}, People: []string{"Ann Bee"}},
			"Filters Remove filter Ann Bee × Remove filter C++ × Remove filter go ×",
			[]string{
				"/search?q=x&tag=C%2B%2B&tag=go", "/search?person=Ann+Bee&q=x&tag=go", "/search?person=Ann+Bee&q=x&tag=C%2B%2B",
				"/search?person=Ann+Bee&q=x&show=daily&tag=C%2B%2B&tag=go", "/search?person=Ann+Bee&q=x&show=quiet&tag=C%2B%2B&tag=go", "/episodes/klarna",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			engine := &answers{search: answer}
			got := get(t, serve(t, engine, klarna()).URL+"/search"+tt.path)
			got.mustContain(t, tt.want)
			diff(t, tt.links, links(t, got))
			diff(t, recommend.Options{Filter: tt.filter, Limit: 10}, engine.options)
		})
	}
}

func TestSearchKeepsFiltersOnAllPages(t *testing.T) {
	engine := &answers{search: found(25, near(klarna(), .4))}
	got := get(t, serve(t, engine, klarna()).URL+"/search?q=x&show=daily&page=2")
	diff(t, []string{"/search?q=x", "/episodes/klarna", "/search?q=x&show=daily", "/search?page=3&q=x&show=daily"}, links(t, got))
}

func TestPersonPageShowsEpisodesAndOtherPeople(t *testing.T) {
	person := recommend.Person{
		ID: "marcus-granstrom", Name: "Marcus Granström", Roles: []data.Role{data.RoleGuest, "producer"},
		Episodes: []data.EpisodeID{"gitops", "removed", "klarna"}, With: []recommend.FacetCount{{Value: "ann bee", Label: "Ann Bee", Count: 2}},
	}
	engine := &answers{person: person}
	got := get(t, serve(t, engine, gitops(), klarna()).URL+"/people/marcus-granstrom")
	got.mustContain(t, "Guest, Producer Marcus Granström 3 episodes of Software Engineering Daily, newest first Appears with Ann Bee 2",
		"GitOps: Kubernetes Continuous Delivery with Alexis Richardson 13 Aug 2018 42 min Git holds the state", "Klarna Engineering")
	diff(t, []string{"/people/ann-bee", "/episodes/gitops", "/episodes/klarna"}, links(t, got))
	diff(t, "marcus-granstrom", engine.query)
	if want := `<link rel="canonical" href="/people/marcus-granstrom">`; !contains(got.body, want) {
		t.Errorf("no %s", want)
	}
}

func TestPersonPagesAreNumbered(t *testing.T) {
	person := recommend.Person{ID: "ann", Name: "Ann"}
	for range 45 {
		person.Episodes = append(person.Episodes, "klarna")
	}
	server := serve(t, &answers{person: person}, klarna())
	for _, tt := range []struct {
		path, want string
		episodes   int
		ends       []string
	}{
		{"/people/ann", "45 episodes of Software Engineering Daily, newest first Page 1 of 3", 20, []string{"/people/ann?page=2"}},
		{"/people/ann?page=3", "Page 3 of 3", 5, []string{"/people/ann?page=2"}},
		{"/people/ann?page=4", "Page 4 is empty.", 0, []string{"/people/ann"}},
	} {
		got := get(t, server.URL+tt.path)
		got.mustContain(t, tt.want)
		all := links(t, got)
		diff(t, tt.ends, all[tt.episodes:])
	}
}

func TestLongTextsAreNotTruncated(t *testing.T) {
	e := klarna()
	e.Title = strings.TrimSpace(strings.Repeat("Donaudampfschifffahrt ", 50))
	e.Description = strings.Repeat("word ", 5000) + "end"
	got := get(t, serve(t, &answers{}, e).URL+"/episodes/klarna")
	got.mustContain(t, e.Title, "word end")
}

func TestSuggestionsComeFromTheCatalogue(t *testing.T) {
	var all []data.Episode
	for i, title := range []string{"One", "Series: Two Parts", "Three: x", strings.Repeat("long ", 20), "Five with Ann", "Six", "Six"} {
		e := bare()
		e.ID, e.Title, e.People = data.EpisodeID(fmt.Sprint("e-", i)), title, guests("Ann")
		all = append(all, e)
	}
	got := links(t, get(t, serve(t, &answers{}, all...).URL))
	diff(t, []string{"/search?q=One", "/search?q=Two%20Parts", "/search?q=Five"}, got[:3])
}
