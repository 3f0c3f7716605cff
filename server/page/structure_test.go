package page_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/recommend"
	"segue/server/page"
)

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'</title></script>`

// hostile returns an episode with markup in every text field.
func hostile() data.Episode {
	return data.Episode{
		ID: "hostile", Show: data.Show{ID: "evil", Title: "Show " + evil}, Title: "Title " + evil + " with " + evil,
		Description: evil + "\n\n" + evil, Removed: []data.Removal{{Text: evil, Rule: evil}},
		Published: time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC), Duration: time.Hour,
		People: []data.Person{{Name: evil, Role: evil}}, Tags: []string{evil},
		URL: "javascript:alert(1)", Audio: "data:text/html,x", Image: "https://other.example/x.png",
	}
}

// state is a page in a state. The catalogue is shared by all states.
type state struct {
	engine  *answers
	catalog page.Catalog
	path    string
	status  int
}

func (s state) serve(t *testing.T) *httptest.Server {
	t.Helper()
	return serveWith(t, page.Config{Engine: s.engine, Catalog: s.catalog})
}

// everyPage returns every page in every state.
func everyPage(t *testing.T) map[string]state {
	t.Helper()
	hit := near(hostile(), .5)
	hit.Snippet = &recommend.Snippet{Text: evil, Highlights: [][2]int{{2, 9}}}
	hit.Reasons = []recommend.Reason{{Kind: "person", Text: evil}, {Kind: "topics", Text: evil}, {Kind: "passage", Text: evil}, {Kind: "new", Text: evil}}
	hit.Duplicates = []recommend.Duplicate{{ID: "again", Title: evil, Reason: evil}}
	facets := recommend.Facets{
		Shows:  []recommend.FacetCount{{Value: evil, Label: evil, Count: 2}, {Value: "b", Label: "B", Count: 1}},
		People: []recommend.FacetCount{{Value: evil, Label: evil, Count: 2}}, Tags: []recommend.FacetCount{{Value: evil, Label: evil, Count: 2}},
	}
	narrowed := found(40, hit, near(gitops(), .4))
	narrowed.Facets, narrowed.DidYouMean = facets, evil
	lost := found(0)
	lost.Empty, lost.DidYouMean = "no episode has these words", evil
	person := recommend.Person{
		ID: "person-1", Name: evil, Roles: []data.Role{evil}, Episodes: []data.EpisodeID{"hostile", "gitops"}, With: facets.People,
	}
	good := &answers{similar: similarTo(gitops(), near(klarna(), .7), hit), search: narrowed, person: person, currentMap: currentMap(30), facets: facets}
	old := &answers{currentMap: currentMap(3)}
	old.currentMap.Index = "0"
	early := &answers{status: recommend.Status{Episodes: 10, Embedded: 7, Index: "1"}}
	unused := &answers{status: recommend.Status{Model: "m"}}
	broken := &answers{err: errors.New("secret cause")}
	all, none := store(t, gitops(), klarna(), bare(), hostile()), store(t)
	return map[string]state{
		"the catalogue":                        {good, all, "/", 200},
		"an empty catalogue":                   {good, none, "/", 200},
		"a catalogue that is being read":       {early, all, "/", 200},
		"a catalogue that is being opened":     {unused, all, "/", 200},
		"an empty catalogue that is new":       {unused, none, "/", 200},
		"a catalogue without an engine":        {broken, all, "/", 200},
		"an invalid cursor":                    {good, all, "/?cursor=nonsense", 400},
		"an episode":                           {good, all, "/episodes/gitops", 200},
		"an episode without optional fields":   {good, all, "/episodes/bare", 200},
		"an episode with markup in all fields": {good, all, "/episodes/hostile", 200},
		"an episode during embedding":          {early, all, "/episodes/gitops", 200},
		"an episode without an engine":         {broken, all, "/episodes/gitops", 200},
		"an episode without similar ones":      {&answers{}, all, "/episodes/gitops", 200},
		"an unknown episode":                   {good, all, "/episodes/nowhere", 404},
		"an invalid id":                        {good, all, "/episodes/UPPER%20case", 404},
		"an id with a slash":                   {good, all, "/episodes/a%2Fb", 404},
		"results":                              {good, all, "/search?q=x", 200},
		"results for markup":                   {good, all, "/search?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", 200},
		"a later page of results":              {good, all, "/search?q=x&page=2", 200},
		"results with filters":                 {good, all, "/search?q=x&show=b&tag=%22%3E%3Cscript%3E&person=%27%3E", 200},
		"no results for a reason":              {&answers{search: lost}, all, "/search?q=x", 200},
		"no results of a filter":               {&answers{search: lost}, all, "/search?q=x&show=b", 200},
		"a person":                             {good, all, "/people/person-1", 200},
		"a person on a page after the last":    {good, all, "/people/person-1?page=9", 200},
		"a person on an invalid page":          {good, all, "/people/person-1?page=none", 400},
		"an unknown person":                    {good, all, "/people/nobody", 404},
		"a person with an invalid id":          {good, all, "/people/a%2Fb", 404},
		"a person without an engine":           {broken, all, "/people/person-1", 500},
		"a page after the last":                {&answers{search: found(3)}, all, "/search?q=x&page=9", 200},
		"a page that is not a number":          {good, all, "/search?q=x&page=one", 400},
		"page 0":                               {good, all, "/search?q=x&page=0", 400},
		"a page that is too large":             {good, all, "/search?q=x&page=99999999999999999999", 400},
		"no results":                           {&answers{}, all, "/search?q=x", 200},
		"no results so far":                    {early, all, "/search?q=x", 200},
		"search without a query":               {good, all, "/search", 200},
		"search for space":                     {good, all, "/search?q=+%09", 200},
		"search for invisible characters":      {&answers{err: recommend.ErrBlankQuery}, all, "/search?q=%E2%80%8B", 200},
		"search for invalid UTF-8":             {good, all, "/search?q=%ff%00", 200},
		"a query that is too long":             {good, all, "/search?q=" + strings.Repeat("a", 601), 400},
		"search without an engine":             {broken, all, "/search?q=x", 500},
		"a map":                                {good, all, "/map", 200},
		"a later page of the map":              {good, all, "/map?page=2", 200},
		"a map on a page after the last":       {good, all, "/map?page=9", 200},
		"a map on an invalid page":             {good, all, "/map?page=none", 400},
		"an outdated map of a few episodes":    {old, all, "/map", 200},
		"a map that is being computed":         {&answers{drawing: true}, all, "/map", 200},
		"a map without vectors":                {&answers{}, all, "/map", 200},
		"a map of an empty catalogue":          {&answers{}, none, "/map", 200},
		"a map without vectors so far":         {early, all, "/map", 200},
		"a map without an engine":              {broken, all, "/map", 500},
		"a card of an unknown episode":         {good, all, "/map/episode.json?index=1&n=99", 404},
		"a card of an old map":                 {good, all, "/map/episode.json?index=0&n=1", 409},
		"the snippet":                          {good, all, "/snippet", 200},
		"the snippet of an empty catalogue":    {&answers{}, none, "/snippet", 200},
		"a snippet with markup in all options": {good, all, "/snippet?images=on&reasons=on&layout=grid&theme=dark&lang=ar&count=3&heading=%22%3E%3Cscript%3E&show=%22%3E%3Cimg%3E&more=%2F%22%3E", 200},
		"the snippet of a search":              {good, all, "/snippet?element=search", 200},
		"a snippet with an invalid link":       {good, all, "/snippet?more=mailto%3Aann", 400},
		"a snippet with too many episodes":     {good, all, "/snippet?count=99", 400},
		"a snippet with an unknown layout":     {good, all, "/snippet?layout=none", 400},
		"a preview with an unknown layout":     {good, all, "/snippet/preview?layout=none", 400},
		"an unknown path":                      {good, all, "/nowhere", 404},
		"an asset that is not there":           {good, all, "/assets/style.css", 404},
	}
}

// plane returns a map; the first episode contains markup.
func currentMap(n int) recommend.Map {
	m := recommend.Map{Index: "1", Episodes: n + 1}
	for i := range n {
		p := recommend.Placed{Episode: klarna(), X: float64(i) / float64(n), Y: float64(i*i%n) / float64(n), Topic: -1, Near: []int32{int32((i + 1) % n), int32((i + 2) % n)}}
		switch {
		case i == 0:
			p.Episode = hostile()
		case i%3 == 0:
			p.Episode = gitops()
		}
		p.Episode.Published = p.Episode.Published.AddDate(-i/3, 0, 0)
		m.Placed = append(m.Placed, p)
	}
	if n > 20 {
		m.Topics, m.Measured, m.Kept, m.Trust = []string{evil, "banks, money"}, true, .417, .934
		for i := range m.Placed {
			m.Placed[i].Topic = i % 2
		}
	}
	return m
}

func TestPagesHaveValidAndSafeMarkup(t *testing.T) {
	for name, state := range everyPage(t) {
		t.Run(name, func(t *testing.T) {
			server := state.serve(t)
			got := get(t, server.URL+state.path)
			if got.status != state.status {
				t.Errorf("status %d, want %d", got.status, state.status)
			}
			for _, fault := range parse(t, got.body).faults() {
				t.Error(fault)
			}
			got.mustNotContain(t, "<script>", "<img", "secret cause", "javascript:", "data:text", "other.example")
			if policy := got.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'self'; img-src 'self';") {
				t.Errorf("policy %q", policy)
			}
			if kind := got.header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
				t.Errorf("content type %q", kind)
			}
		})
	}
}

func TestHeadEqualsGetWithoutABody(t *testing.T) {
	for name, state := range everyPage(t) {
		t.Run(name, func(t *testing.T) {
			server := state.serve(t)
			want, got := get(t, server.URL+state.path), fetch(t, http.MethodHead, server.URL+state.path)
			want.header.Del("Date")
			got.header.Del("Date")
			diff(t, reply{want.status, want.header, ""}, got)
		})
	}
}

func TestEpisodePageHasStructuredData(t *testing.T) {
	server := serveWith(t, page.Config{Engine: &answers{}, BaseURL: "https://podcast.example/"}, gitops(), hostile())
	data := func(path string) (got map[string]any) {
		t.Helper()
		for _, script := range parse(t, get(t, server.URL+path).body).elements("script") {
			if script.FirstChild == nil { // the script of the player
				continue
			}
			if err := json.Unmarshal([]byte(script.FirstChild.Data), &got); err != nil {
				t.Fatal(err)
			}
		}
		return got
	}
	diff(t, map[string]any{
		"@context": "https://schema.org", "@type": "PodcastEpisode",
		"name":            "GitOps: Kubernetes Continuous Delivery with Alexis Richardson",
		"url":             "https://podcast.example/episodes/gitops",
		"sameAs":          "https://daily.example/gitops",
		"description":     "Git holds the state of a cluster. An agent brings the cluster there.",
		"datePublished":   "2018-08-13",
		"timeRequired":    "PT2520S",
		"partOfSeries":    map[string]any{"@type": "PodcastSeries", "name": "Software Engineering Daily"},
		"actor":           []any{map[string]any{"@type": "Person", "name": "Alexis Richardson"}},
		"associatedMedia": map[string]any{"@type": "AudioObject", "contentUrl": "https://daily.example/gitops.mp3"},
	}, data("/episodes/gitops"))
	if got := data("/episodes/hostile")["name"]; got != hostile().Title {
		t.Errorf("name %q, want the title as it is", got)
	}
}
