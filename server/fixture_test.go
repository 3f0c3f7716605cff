package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/server"
	"segue/server/admin"
)

func gitops() data.Episode {
	return data.Episode{
		ID: "gitops", GUID: "daily-5543", URL: "https://daily.example/gitops",
		Show:         data.Show{ID: "daily", Title: "Daily"},
		Title:        "GitOps & Kubernetes",
		Description:  "Git holds the state.\n\nAn agent brings it there.",
		Removed:      []data.Removal{{Text: "Buy this.", Rule: "sponsor-disclosure"}},
		Transcript:   "Welcome.",
		Published:    time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC),
		Duration:     42 * time.Minute,
		People:       []data.Person{{Name: "Alexis Richardson", Role: data.RoleGuest}},
		Tags:         []string{"kubernetes"},
		Image:        "https://daily.example/gitops.jpg",
		Audio:        "https://daily.example/gitops.mp3",
		Language:     "en-US",
		Type:         data.TypeFull,
		Explicit:     data.ExplicitNo,
		Season:       2,
		Number:       7,
		Links:        []string{"https://daily.example/agents"},
		Location:     "Vienna",
		Transcripts:  []data.Resource{{URL: "https://daily.example/gitops.vtt", Type: "text/vtt", Language: "en"}, {URL: "https://daily.example/gitops.txt"}},
		Chapters:     []data.Chapter{{Start: 73500 * time.Millisecond, Title: "Why Git"}},
		Segments:     []data.Segment{{Start: time.Second, End: 2500 * time.Millisecond, Speaker: "Alexis Richardson", Text: "Welcome."}},
		ChapterFiles: []data.Resource{{URL: "https://daily.example/gitops.json", Type: "application/json+chapters"}},
		Soundbites:   []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "Why Git"}, {Start: time.Second, Duration: time.Second}},
	}
}

// bare returns an episode that only has the required values.
func bare() data.Episode {
	return data.Episode{ID: "bare", Show: data.Show{ID: "quiet", Title: "Quiet"}, Title: "Bare"}
}

// The two episodes as JSON in a list.
const (
	gitopsJSON = `{"id":"gitops","guid":"daily-5543","url":"https://daily.example/gitops","show":{"id":"daily","title":"Daily"},` +
		`"title":"GitOps & Kubernetes","summary":"Git holds the state. An agent brings it there.","published":"2018-08-13T00:00:00Z","duration":2520,` +
		`"people":[{"name":"Alexis Richardson","role":"guest"}],"tags":["kubernetes"],"image":"https://daily.example/gitops.jpg","audio":"https://daily.example/gitops.mp3",` +
		`"language":"en-US","type":"full","explicit":false,"season":2,"number":7,"topics":["GitOps"]}`
	bareJSON = `{"id":"bare","guid":null,"url":null,"show":{"id":"quiet","title":"Quiet"},` +
		`"title":"Bare","summary":"","published":null,"duration":null,"people":[],"tags":[],"image":null,"audio":null,"language":null,"type":null,"explicit":null,"season":null,"number":null,"topics":[]}`
)

func newCatalog(t testing.TB) catalog.Store {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := c.Upsert(t.Context(), []data.Episode{gitops(), bare()}); err != nil {
		t.Fatal(err)
	}
	return c
}

// engine is a fake of the engine. It finds episodes in a real catalogue, returns fixed
// results and records the requests.
type engine struct {
	catalog catalog.Store
	status  recommend.Status
	// fail replaces the answer with its error. It may be nil.
	fail  func(context.Context) error
	score float64
	mode  recommend.Mode

	mu       sync.Mutex
	requests []engineRequest
}

// engineRequest holds the arguments of one call of the engine.
type engineRequest struct {
	Ref     data.Ref
	Request recommend.Request
	Text    string
	Limit   int
	Filter  data.Filter
	Options recommend.Options
}

func (e *engine) record(ctx context.Context, q engineRequest) error {
	e.mu.Lock()
	e.requests = append(e.requests, q)
	e.mu.Unlock()
	if e.fail != nil {
		return e.fail(ctx)
	}
	return nil
}

func (e *engine) Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
	if err := e.record(ctx, engineRequest{Ref: ref, Options: o}); err != nil {
		return recommend.Similar{}, err
	}
	found, err := e.catalog.Find(ctx, ref)
	if err != nil {
		return recommend.Similar{}, err
	}
	result := recommend.Result{
		Episode: bare(), Score: e.score, Source: recommend.SourceSemantic,
		Reasons:    []recommend.Reason{{Kind: recommend.ReasonPerson, Text: "Alexis Richardson"}},
		Duplicates: []recommend.Duplicate{{ID: "bare-again", Title: "Bare (Rerun)", Reason: "same text"}},
	}
	if o.Explain {
		result.Scores = &recommend.Scores{Semantic: .7, Series: .1, Show: -.05, Disliked: -.01, Recency: -1e-9, Diversity: .0123456789}
	}
	topics, _ := e.Topics(ctx, []data.EpisodeID{found.ID})
	return recommend.Similar{Episode: found, Topics: topics[found.ID], Answer: e.answer(o, result)}, nil
}

func (e *engine) Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error) {
	if err := e.record(ctx, engineRequest{Text: text, Options: o}); err != nil {
		return recommend.Search{}, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return recommend.Search{}, recommend.ErrBlankQuery
	}
	found := gitops()
	result := recommend.Result{
		Episode: found, Topics: []string{"GitOps"}, Score: e.score, Source: recommend.SourceSemantic,
		Snippet: &recommend.Snippet{Text: "Git holds the state.", Highlights: [][2]int{{0, 3}}},
	}
	return recommend.Search{
		Query: text, DidYouMean: "git ops", Total: 1, Answer: e.answer(o, result),
		Facets: recommend.Facets{
			Shows: []recommend.FacetCount{{Value: "daily", Label: "Daily", Count: 1}}, Topics: []recommend.FacetCount{{Value: "gitops", Label: "GitOps", Count: 1}},
		},
	}, nil
}

func (e *engine) Recommend(ctx context.Context, request recommend.Request, o recommend.Options) (recommend.Recommendation, error) {
	if err := e.record(ctx, engineRequest{Request: request, Options: o}); err != nil {
		return recommend.Recommendation{}, err
	}
	out := recommend.Recommendation{Text: strings.TrimSpace(request.Text)}
	if len(request.Liked)+len(request.Disliked) == 0 && out.Text == "" {
		return recommend.Recommendation{}, recommend.ErrNothingGiven
	}
	for _, list := range []struct {
		name  string
		refs  []data.Ref
		found *[]data.Episode
	}{{"liked", request.Liked, &out.Liked}, {"disliked", request.Disliked, &out.Disliked}} {
		for i, ref := range list.refs {
			found, err := e.catalog.Find(ctx, ref)
			if err != nil {
				return recommend.Recommendation{}, &recommend.SeedError{List: list.name, Index: i, Err: err}
			}
			*list.found = append(*list.found, found)
		}
	}
	out.Topics = map[data.EpisodeID][]string{"gitops": {"GitOps"}}
	out.Answer = e.answer(o)
	out.Answer.Empty = "the catalogue has no other episode"
	return out, nil
}

func (e *engine) Suggest(ctx context.Context, text string, limit int) ([]recommend.Suggestion, error) {
	if err := e.record(ctx, engineRequest{Text: text, Limit: limit}); err != nil || text == "" {
		return nil, err
	}
	return []recommend.Suggestion{
		{Kind: recommend.SuggestTag, Text: "kubernetes", ID: "kubernetes", Highlights: [][2]int{{0, 4}}, Count: 1},
		{Kind: recommend.SuggestEpisode, Text: gitops().Title, ID: "gitops", Count: 1},
	}, nil
}

func (e *engine) Moments(_ context.Context, ref data.Ref, text string, limit int) (recommend.Moments, error) {
	if strings.TrimSpace(text) == "" {
		return recommend.Moments{}, recommend.ErrBlankQuery
	}
	if ref.ID != "gitops" {
		return recommend.Moments{}, fmt.Errorf("%w: %q", data.ErrUnknownEpisode, ref.ID)
	}
	m := recommend.Moment{Start: 73500 * time.Millisecond, End: 90 * time.Second, Speaker: "Alexis Richardson", Score: 1, Snippet: recommend.Snippet{Text: "Git is the truth.", Highlights: [][2]int{{0, 3}}}}
	return recommend.Moments{Episode: gitops(), Topics: []string{"GitOps"}, Query: text, Moments: []recommend.Moment{m}[:min(limit, 1)]}, nil
}

func (e *engine) Person(_ context.Context, id string) (recommend.Person, error) {
	if id != "alexis-richardson" {
		return recommend.Person{}, fmt.Errorf("%w: %q", recommend.ErrUnknownPerson, id)
	}
	return recommend.Person{
		ID: id, Name: "Alexis Richardson", Roles: []data.Role{data.RoleGuest}, Episodes: []data.EpisodeID{"removed", "gitops", "bare"},
		With: []recommend.FacetCount{{Value: "ann bee", Label: "Ann Bee", Count: 1}},
	}, nil
}

func (e *engine) Topics(_ context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]string, error) {
	topics := map[data.EpisodeID][]string{}
	for _, id := range ids {
		if id == "gitops" {
			topics[id] = []string{"GitOps"}
		}
	}
	return topics, nil
}

func (e *engine) WithTopics(ctx context.Context, f data.Filter) ([]data.EpisodeID, error) {
	return []data.EpisodeID{"gitops"}, e.record(ctx, engineRequest{Filter: f})
}

func (e *engine) Facets(ctx context.Context, f data.Filter) (recommend.Facets, error) {
	if err := e.record(ctx, engineRequest{Filter: f}); err != nil || len(f.Tags) > 0 {
		return recommend.Facets{}, err
	}
	return recommend.Facets{
		Shows:  []recommend.FacetCount{{Value: "daily", Label: "Daily", Count: 1}, {Value: "quiet", Label: "Quiet", Count: 1}},
		People: []recommend.FacetCount{{Value: "alexis richardson", Label: "Alexis Richardson", Count: 1}},
		Tags:   []recommend.FacetCount{{Value: "kubernetes", Label: "Kubernetes", Count: 1}},
		Topics: []recommend.FacetCount{{Value: "gitops", Label: "GitOps", Count: 1}},
	}, nil
}

func (e *engine) answer(o recommend.Options, results ...recommend.Result) recommend.Answer {
	return recommend.Answer{
		Results: results, Offset: o.Offset, Limit: o.Limit, Mode: e.mode, Model: e.status.Model, Index: e.status.Index,
	}
}

func (e *engine) Status() recommend.Status { return e.status }

// fixture is a server with a real HTTP listener, a fake engine and a real catalogue.
type fixture struct {
	engine *engine
	config server.Config
	url    string
	server *server.Server
}

// newFixture starts a server. Change modifies the fixture before the start and may be nil.
func newFixture(t testing.TB, change func(*fixture)) *fixture {
	t.Helper()
	w := &fixture{engine: &engine{
		catalog: newCatalog(t), score: .7123456789, mode: recommend.ModeHybrid,
		status: recommend.Status{Episodes: 2, Embedded: 1, Model: "mini", Index: "7-1", Retrieval: "chromem"},
	}}
	w.config = server.Config{
		Catalog: w.engine.catalog, Engine: w.engine, Version: "v0.1.0",
		Follower: newFollower(w.engine.catalog), AdminKey: admin.NewKey(adminKey),
	}
	if change != nil {
		change(w)
	}
	var err error
	if w.server, err = server.New(w.config); err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(w.server)
	t.Cleanup(listening.Close)
	w.url = listening.URL
	return w
}

// response is a response with its whole body.
type response struct {
	status int
	header http.Header
	body   string
}

// plain is a client that gets uncompressed answers, and does not follow redirects.
var plain = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true, ExpectContinueTimeout: time.Minute},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// do sends a request with the id "test" and checks the response against the OpenAPI
// document. Headers have the form "Name: value".
func (w *fixture) do(t testing.TB, method, address string, headers ...string) response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.url+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Request-Id", "test")
	setHeaders(r, headers)
	return w.send(t, r)
}

// post is do with a body.
func (w *fixture) post(t testing.TB, address, body string, headers ...string) response {
	t.Helper()
	return w.with(t, http.MethodPost, address, strings.NewReader(body), headers...)
}

// admin sends a request with the admin key. The body may be nil.
func (w *fixture) admin(t testing.TB, method, address string, body io.Reader, headers ...string) response {
	t.Helper()
	return w.with(t, method, address, body, append([]string{"Authorization: Bearer " + adminKey}, headers...)...)
}

func (w *fixture) with(t testing.TB, method, address string, body io.Reader, headers ...string) response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.url+address, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Request-Id", "test")
	r.Header.Set("Content-Type", "application/json")
	setHeaders(r, headers)
	return w.send(t, r)
}

func setHeaders(r *http.Request, headers []string) {
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
}

func (w *fixture) send(t testing.TB, r *http.Request) response {
	t.Helper()
	res, err := plain.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := response{res.StatusCode, res.Header, string(body)}
	if err := committed(t).check(r, a); err != nil {
		t.Errorf("%s %s does not match openapi.json: %v\n%d %s", r.Method, r.URL.RequestURI(), err, a.status, a.body)
	}
	return a
}
