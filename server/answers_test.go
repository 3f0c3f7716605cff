package server_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// problemJSON returns the body of a problem. Errors and fixes are JSON text.
func problemJSON(status int, code, title, detail, errs, fixes string) string {
	return fmt.Sprintf(`{"type":"/docs/errors#%s","title":%q,"status":%d,"code":%q,"detail":%q,"errors":[%s],"fixes":[%s],"request_id":"test"}`,
		code, title, status, code, detail, errs, fixes)
}

func badValue(detail, errs, fixes string) string {
	return problemJSON(422, "invalid_parameter", "Invalid parameter value", detail, errs, fixes)
}

const useListParameters = `"use one of: show, tag, topic, person, published_after, published_before, min_duration, max_duration, language, type, explicit, sort, limit, cursor"`

func TestAPIAnswers(t *testing.T) {
	const (
		bareWhole   = `{"id":"bare","guid":null,"url":null,"show":{"id":"quiet","title":"Quiet"},"title":"Bare","summary":"","published":null,"duration":null,"people":[],"tags":[],"image":null,"audio":null,"language":null,"type":null,"explicit":null,"season":null,"number":null,"description":"","transcript":null,"removed":[],"links":[],"location":null,"transcripts":[],"chapter_files":[],"chapters":[],"segments":[],"soundbites":[],"topics":[]}`
		similarTail = `"reasons":[{"kind":"person","text":"Alexis Richardson"}],"duplicates":[{"id":"bare-again","title":"Bare (Rerun)","reason":"same text"}]}],"offset":0,"limit":5,"more":false,"mode":"hybrid","empty":null,"model":"mini","index":"7-1"}`
		similar     = `{"episode":` + gitopsJSON + `,"results":[{"episode":` + bareJSON + `,"score":0.712346,"source":"semantic",` + similarTail
	)
	noEpisode := func(location, value string) string {
		return problemJSON(404, "unknown_episode", "Unknown episode", "no episode has this id, GUID or URL",
			fmt.Sprintf(`{"location":%q,"value":%q,"message":"unknown episode"}`, location, value),
			`"use GET /v1/episodes to list the id, guid and url of each episode"`)
	}
	oneName := func(detail, errs string) string {
		return problemJSON(404, "invalid_reference", "Not exactly one episode reference", detail, errs, `"give exactly one of url, guid and id"`)
	}
	malformed := func(detail string) string {
		return problemJSON(400, "malformed_query", "Malformed query string", detail, "", `"percent-encode every name and value, and separate parameters with \"&\""`)
	}
	blank := problemJSON(422, "blank_query", "Blank query", "q must not be blank",
		`{"location":"query.q","value":"","message":"expected words or a question"}`,
		`"give words or a question in q, such as /v1/search?q=kubernetes"`)
	nothing := problemJSON(404, "not_found", "Not found", "no page or operation has this address", "", `"see /docs for all operations of the API"`)
	w := newFixture(t, nil)
	for _, tt := range []struct {
		name, address string
		status        int
		body          string
	}{
		{"lists the catalogue, newest first and undated last", "/v1/episodes", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"filters by show", "/v1/episodes?show=quiet", 200, `{"episodes":[` + bareJSON + `],"total":1,"next":null}`},
		{"allows any value of a repeated filter", "/v1/episodes?show=quiet&show=daily&limit=2", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"ignores an empty parameter", "/v1/episodes?show=&limit=&published_after=", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"filters by language", "/v1/episodes?language=EN&language=de", 200, `{"episodes":[` + gitopsJSON + `],"total":1,"next":null}`},
		{"filters by type full, which includes episodes without a type", "/v1/episodes?type=full", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"filters by another type", "/v1/episodes?type=trailer&type=bonus", 200, `{"episodes":[],"total":0,"next":null}`},
		{"filters explicit episodes", "/v1/episodes?explicit=true", 200, `{"episodes":[],"total":0,"next":null}`},
		{"filters episodes that are not explicit", "/v1/episodes?explicit=false", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"ignores empty filters", "/v1/episodes?language=&type=&explicit=", 200, `{"episodes":[` + gitopsJSON + `,` + bareJSON + `],"total":2,"next":null}`},
		{"returns an empty list if no episode matches", "/v1/episodes?tag=cooking", 200, `{"episodes":[],"total":0,"next":null}`},
		{"shows an episode with all members", "/v1/episodes/gitops", 200, strings.TrimSuffix(gitopsJSON, `,"topics":["GitOps"]}`) + `,"description":"Git holds the state.\n\nAn agent brings it there.","transcript":"Welcome.","removed":[{"text":"Buy this.","rule":"sponsor-disclosure"}],"links":["https://daily.example/agents"],"location":"Vienna",` +
			`"transcripts":[{"url":"https://daily.example/gitops.vtt","type":"text/vtt","language":"en"},{"url":"https://daily.example/gitops.txt","type":null,"language":null}],` +
			`"chapter_files":[{"url":"https://daily.example/gitops.json","type":"application/json+chapters","language":null}],` +
			`"chapters":[{"start":73.5,"end":null,"title":"Why Git","url":null,"image":null}],` +
			`"segments":[{"start":1,"end":2.5,"speaker":"Alexis Richardson","text":"Welcome."}],` +
			`"soundbites":[{"start":73.5,"duration":60,"title":"Why Git"},{"start":1,"duration":1,"title":null}],"topics":["GitOps"]}`},
		{"shows unknown values as null", "/v1/episodes/bare", 200, bareWhole},
		{"finds the moments of an episode", "/v1/episodes/gitops/moments?q=git", 200, `{"episode":` + gitopsJSON + `,"query":"git","moments":[{"start":73.5,"end":90,"speaker":"Alexis Richardson","chapter":null,"url":null,"score":1,"snippet":{"text":"Git is the truth.","highlights":[[0,3]]}}],"empty":null}`},
		{"finds similar episodes by id", "/v1/episodes/gitops/similar", 200, similar},
		{"finds similar episodes by URL", "/v1/similar?url=http://www.daily.example/gitops/%3Futm_source%3Dx", 200, similar},
		{"finds similar episodes by GUID", "/v1/similar?guid=daily-5543", 200, similar},
		{"finds similar episodes by id as a parameter", "/v1/similar?id=gitops", 200, similar},
		{"explains scores, rounded and without -0", "/v1/similar?id=gitops&explain=true", 200, `{"episode":` + gitopsJSON + `,"results":[{"episode":` + bareJSON +
			`,"score":0.712346,"source":"semantic","reasons":[{"kind":"person","text":"Alexis Richardson"}],"duplicates":[{"id":"bare-again","title":"Bare (Rerun)","reason":"same text"}],` +
			`"scores":{"semantic":0.7,"keyword":0,"people":0,"series":0.1,"show":-0.05,"disliked":-0.01,"recency":0,"diversity":0.012346}}],` +
			`"offset":0,"limit":5,"more":false,"mode":"hybrid","empty":null,"model":"mini","index":"7-1"}`},
		{"searches", "/v1/search?q=+git%26ops+", 200, `{"query":"git&ops","did_you_mean":"git ops","total":1,"results":[{"episode":` + gitopsJSON + `,"score":0.712346,"source":"semantic","reasons":[],"duplicates":[],` +
			`"snippet":{"text":"Git holds the state.","highlights":[[0,3]]}}],"weak":[],"facets":{"shows":[{"value":"daily","label":"Daily","count":1}],"people":[],"tags":[],"topics":[{"value":"gitops","label":"GitOps","count":1}]},` +
			`"offset":0,"limit":10,"more":false,"mode":"hybrid","empty":null,"model":"mini","index":"7-1"}`},
		{"completes a text", "/v1/suggest?q=+kube++", 200, `{"query":"kube","suggestions":[{"kind":"tag","text":"kubernetes","id":"kubernetes","highlights":[[0,4]],"count":1},` +
			`{"kind":"episode","text":"GitOps & Kubernetes","id":"gitops","highlights":[],"count":1}]}`},
		{"has no completions for an empty text", "/v1/suggest?q=", 200, `{"query":"","suggestions":[]}`},
		{"has no completions without a text", "/v1/suggest", 200, `{"query":"","suggestions":[]}`},
		{"counts by show", "/v1/shows", 200, `{"shows":[{"value":"daily","label":"Daily","count":1},{"value":"quiet","label":"Quiet","count":1}],"total":2,"offset":0,"limit":100,"more":false}`},
		{"counts by show in pages", "/v1/shows?limit=1", 200, `{"shows":[{"value":"daily","label":"Daily","count":1}],"total":2,"offset":0,"limit":1,"more":true}`},
		{"counts by show on the last page", "/v1/shows?limit=1&offset=1", 200, `{"shows":[{"value":"quiet","label":"Quiet","count":1}],"total":2,"offset":1,"limit":1,"more":false}`},
		{"returns an empty list after the last page", "/v1/shows?offset=9", 200, `{"shows":[],"total":2,"offset":9,"limit":100,"more":false}`},
		{"counts by tag", "/v1/tags", 200, `{"tags":[{"value":"kubernetes","label":"Kubernetes","count":1}],"total":1,"offset":0,"limit":100,"more":false}`},
		{"counts by topic", "/v1/topics", 200, `{"topics":[{"value":"gitops","label":"GitOps","count":1}],"total":1,"offset":0,"limit":100,"more":false}`},
		{"filters by topic", "/v1/episodes?topic=gitops", 200, `{"episodes":[` + gitopsJSON + `],"total":1,"next":null}`},
		{"returns an empty list of counts", "/v1/tags?tag=cooking", 200, `{"tags":[],"total":0,"offset":0,"limit":100,"more":false}`},
		{"counts by person with ids", "/v1/people", 200, `{"people":[{"id":"alexis-richardson","value":"alexis richardson","label":"Alexis Richardson","count":1}],"total":1,"offset":0,"limit":100,"more":false}`},
		{"shows a person without deleted episodes", "/v1/people/alexis-richardson", 200, `{"id":"alexis-richardson","name":"Alexis Richardson","roles":["guest"],"count":3,` +
			`"with":[{"id":"ann-bee","name":"Ann Bee","count":1}],"episodes":[` + gitopsJSON + `,` + bareJSON + `],"offset":0,"limit":20,"more":false}`},
		{"shows a person's episodes in pages", "/v1/people/alexis-richardson?limit=1&offset=1", 200, `{"id":"alexis-richardson","name":"Alexis Richardson","roles":["guest"],"count":3,` +
			`"with":[{"id":"ann-bee","name":"Ann Bee","count":1}],"episodes":[` + gitopsJSON + `],"offset":1,"limit":1,"more":true}`},
		{"is healthy", "/healthz", 200, `{"status":"ok","version":"v0.1.0"}`},
		{"is ready", "/readyz", 200, `{"status":"ready","episodes":2,"embedded":1,"model":"mini","index":"7-1","engine":"chromem","feeds":{"followed":0,"failing":0,"ended":0},"starting":{"done":0,"total":0},"problem":null}`},

		{"refuses an unknown episode", "/v1/episodes/nope", 404, noEpisode("path.id", "nope")},
		{"refuses similar episodes of an unknown episode", "/v1/episodes/nope/similar", 404, noEpisode("path.id", "nope")},
		{"refuses an unknown URL", "/v1/similar?url=https://elsewhere.example/", 404, noEpisode("query.url", "https://elsewhere.example/")},
		{"refuses an unknown person", "/v1/people/nope", 404, problemJSON(404, "unknown_person", "Unknown person", "no person has this id",
			`{"location":"path.id","value":"nope","message":"unknown person"}`, `"use GET /v1/people to list the id of each person"`)},
		{"refuses a request without a reference", "/v1/similar", 404, oneName("want exactly one of url, guid and id, got 0", "")},
		{"refuses two references", "/v1/similar?url=u&id=i", 404, oneName("want exactly one of url, guid and id, got 2",
			`{"location":"query.url","value":"u","message":"one of several"},{"location":"query.id","value":"i","message":"one of several"}`)},
		{"refuses a missing text", "/v1/search", 422, blank},
		{"refuses a blank text", "/v1/search?q=%20%20", 422, blank},
		{"refuses an invalid cursor", "/v1/episodes?cursor=nonsense", 404, problemJSON(404, "bad_cursor", "Invalid cursor", "the cursor is invalid, or belongs to another sort", "",
			`"omit cursor to get the first page; for each further page, use the value of next from the previous page with the same sort"`)},
		{"suggests a name for an unknown parameter", "/v1/episodes?limt=5", 400, problemJSON(400, "unknown_parameter", "Unknown query parameter",
			`query parameter "limt" is unknown`, `{"location":"query.limt","value":"5","message":"did you mean \"limit\"?"}`, useListParameters)},
		{"lists all unknown parameters in order", "/v1/episodes?zebra=1&apple=2", 400, problemJSON(400, "unknown_parameter", "Unknown query parameter",
			`query parameters "apple", "zebra" are unknown`,
			`{"location":"query.apple","value":"2","message":"unknown"},{"location":"query.zebra","value":"1","message":"unknown"}`, useListParameters)},
		{"refuses all parameters of an operation without parameters", "/healthz?verbose", 400, problemJSON(400, "unknown_parameter", "Unknown query parameter",
			`query parameter "verbose" is unknown`, `{"location":"query.verbose","value":"","message":"unknown"}`,
			`"remove the query string; this operation has no parameters"`)},
		{"refuses a repeated parameter", "/v1/search?q=a&q=b", 400, problemJSON(400, "repeated_parameter", "Repeated query parameter",
			`query parameter "q" is repeated`, `{"location":"query.q","value":"a, b","message":"given 2 times"}`,
			`"give the parameter once; only show, tag, topic, person, language and type can be repeated"`)},
		{"ignores an empty value among several", "/v1/episodes?tag=&tag=kubernetes&person=&person=&show=&show=", 200, `{"episodes":[` + gitopsJSON + `],"total":1,"next":null}`},
		{"refuses a value that is not a number", "/v1/episodes?limit=many", 422, badValue(`query parameter "limit" is invalid`,
			`{"location":"query.limit","value":"many","message":"invalid integer"}`, `"limit takes a whole number from 1 to 50"`)},
		{"refuses a number out of bounds", "/v1/search?q=a&limit=51&offset=-1&threshold=1.5", 422, badValue(`query parameters "offset", "threshold", "limit" are invalid`,
			`{"location":"query.offset","value":"-1","message":"expected number >= 0"},{"location":"query.threshold","value":"1.5","message":"expected number <= 1"},{"location":"query.limit","value":"51","message":"expected number <= 50"}`,
			`"offset takes a whole number from 0 to 10000","threshold takes a number from 0 to 1","limit takes a whole number from 1 to 50"`)},
		{"refuses NaN", "/v1/search?q=a&threshold=NaN", 422, badValue(`query parameter "threshold" is invalid`,
			`{"location":"query.threshold","value":"NaN","message":"expected a finite number"}`, `"threshold takes a number from 0 to 1"`)},
		{"refuses ranking options out of bounds", "/v1/search?q=a&semantic_ratio=1.1&diversity=-1&collapse=guest&recency=2&half_life_days=0", 422,
			badValue(`query parameters "semantic_ratio", "diversity", "collapse", "recency", "half_life_days" are invalid`,
				`{"location":"query.semantic_ratio","value":"1.1","message":"expected number <= 1"},{"location":"query.diversity","value":"-1","message":"expected number >= 0"},`+
					`{"location":"query.collapse","value":"guest","message":"expected value to be one of \"show\""},{"location":"query.recency","value":"2","message":"expected number <= 1"},`+
					`{"location":"query.half_life_days","value":"0","message":"expected number > 0"}`,
				`"semantic_ratio takes a number from 0 to 1","diversity takes a number from 0 to 1","collapse takes one of: show","recency takes a number from 0 to 1","half_life_days takes a number above 0, to 36500"`)},
		{"refuses NaN as a ratio", "/v1/search?q=a&semantic_ratio=NaN", 422, badValue(`query parameter "semantic_ratio" is invalid`,
			`{"location":"query.semantic_ratio","value":"NaN","message":"expected a finite number"}`, `"semantic_ratio takes a number from 0 to 1"`)},
		{"refuses an invalid date", "/v1/episodes?published_after=yesterday", 422, badValue(`query parameter "published_after" is invalid`,
			`{"location":"query.published_after","value":"yesterday","message":"expected a date such as 2018-08-13 or a time such as 2018-08-13T09:00:00Z"}`,
			`"use a value with the type and the limits that the answer describes"`)},
		{"refuses an invalid boolean", "/v1/search?q=a&explain=perhaps", 422, badValue(`query parameter "explain" is invalid`,
			`{"location":"query.explain","value":"perhaps","message":"invalid boolean"}`, `"explain takes true or false"`)},
		{"refuses an invalid value of explicit", "/v1/episodes?explicit=clean", 422, badValue(`query parameter "explicit" is invalid`,
			`{"location":"query.explicit","value":"clean","message":"invalid boolean"}`, `"explicit takes true or false"`)},
		{"refuses an unknown type", "/v1/episodes?type=full&type=teaser", 422, badValue(`query parameter "type[1]" is invalid`,
			`{"location":"query.type[1]","value":"teaser","message":"expected value to be one of \"full, trailer, bonus\""}`, `"type takes one of: full, trailer, bonus"`)},
		{"refuses an invalid language", "/v1/episodes?language=German!", 422, badValue(`query parameter "language[0]" is invalid`,
			`{"location":"query.language[0]","value":"German!","message":"expected string to be a language such as en or de-AT"}`, `"language takes a language such as en or de-AT, at most 20 times"`)},
		{"refuses an unknown sort", "/v1/episodes?sort=title", 422, badValue(`query parameter "sort" is invalid`,
			`{"location":"query.sort","value":"title","message":"expected value to be one of \"-published, published\""}`, `"sort takes one of: -published, published"`)},
		{"refuses a text that is too long and shows its beginning", "/v1/search?q=" + strings.Repeat("é", 1001), 422, badValue(`query parameter "q" is invalid`,
			`{"location":"query.q","value":"`+strings.Repeat("é", 99)+`…","message":"expected length <= 1000"}`, `"q takes text of at most 1000 characters"`)},
		{"refuses a broken escape", "/v1/search?q=%25&r=%zz", 400, malformed("the query string cannot be read")},
		{"refuses a semicolon", "/v1/search?q=a;b=c", 400, malformed("the query string cannot be read")},
		{"refuses invalid UTF-8", "/v1/search?q=%ff", 400, malformed(`query parameter "q" is not in UTF-8`)},
		{"returns 404 for an unknown address", "/v1/nope", 404, nothing},
		{"returns 404 for the root of the API", "/v1", 404, nothing},
		{"returns 404 for an empty id", "/v1/episodes//similar", 404, nothing},
		{"does not redirect a trailing slash", "/v1/episodes/", 404, nothing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.do(t, http.MethodGet, tt.address)
			if got.status != tt.status {
				t.Errorf("status %d, want %d", got.status, tt.status)
			}
			if d := cmp.Diff(tt.body+"\n", got.body); d != "" {
				t.Errorf("body (-want +got):\n%s", d)
			}
		})
	}
}

func TestTheAPIPassesParametersToTheEngine(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2018, 8, d, 0, 0, 0, 0, time.UTC) }
	none, half := data.Filter{Shows: []data.ShowID{}, Languages: []string{}}, .5
	for _, tt := range []struct {
		name, address string
		want          engineRequest
	}{
		{"has defaults for similar", "/v1/episodes/gitops/similar", engineRequest{Ref: data.Ref{ID: "gitops"}, Options: recommend.Options{Filter: none, Limit: recommend.DefaultSimilar, HalfLife: recommend.DefaultHalfLife}}},
		{"has defaults for search", "/v1/search?q=a", engineRequest{Text: "a", Options: recommend.Options{Filter: none, Limit: recommend.DefaultSearch, HalfLife: recommend.DefaultHalfLife}}},
		{"has defaults for completions", "/v1/suggest?q=+a++b", engineRequest{Text: "a b", Limit: 8}},
		{"passes filters to counts", "/v1/people?show=x", engineRequest{Filter: data.Filter{Shows: []data.ShowID{"x"}, Languages: []string{}}}},
		{"distinguishes a ratio of 0 from no ratio", "/v1/search?q=a&semantic_ratio=0",
			engineRequest{Text: "a", Options: recommend.Options{Filter: none, Limit: recommend.DefaultSearch, SemanticRatio: new(float64), HalfLife: recommend.DefaultHalfLife}}},
		{"ignores an empty ratio, and keeps the smallest half-life above 0", "/v1/search?q=a&semantic_ratio=&half_life_days=1e-300",
			engineRequest{Text: "a", Options: recommend.Options{Filter: none, Limit: recommend.DefaultSearch, HalfLife: 1}}},
		{"passes all parameters", "/v1/search?q=a+b&show=x&show=y&tag=t&person=Ann+Bee&published_after=2018-08-01&published_before=2018-08-02T02:00:00%2B02:00" +
			"&min_duration=60&max_duration=120&language=iw&language=zz&type=full&type=bonus&explicit=false&limit=50&offset=100&threshold=0.25&explain=true" +
			"&semantic_ratio=0.5&diversity=0.3&collapse=show&recency=0.2&half_life_days=36500",
			engineRequest{Text: "a b", Options: recommend.Options{
				Filter: data.Filter{
					Shows: []data.ShowID{"x", "y"}, Tags: []string{"t"}, People: []string{"Ann Bee"},
					PublishedAfter: day(1), PublishedBefore: day(2), MinDuration: time.Minute, MaxDuration: 2 * time.Minute,
					Languages: []string{"he", "zz"}, Types: []data.EpisodeType{data.TypeFull, data.TypeBonus}, Explicit: new(bool),
				},
				Limit: 50, Offset: 100, Threshold: .25, Explain: true,
				SemanticRatio: &half, Diversity: .3, CollapseShows: true, Recency: .2, HalfLife: recommend.MaxHalfLife,
			}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, nil)
			w.do(t, http.MethodGet, tt.address)
			if d := cmp.Diff([]engineRequest{tt.want}, w.engine.requests); d != "" {
				t.Errorf("requests to the engine (-want +got):\n%s", d)
			}
		})
	}
}

func TestACursorReturnsTheNextPage(t *testing.T) {
	w := newFixture(t, nil)
	first := w.do(t, http.MethodGet, "/v1/episodes?limit=1&sort=published")
	next := first.member("next")
	if next == "" {
		t.Fatalf("the first page has no cursor: %s", first.body)
	}
	second := w.do(t, http.MethodGet, "/v1/episodes?limit=1&sort=published&cursor="+next)
	if d := cmp.Diff(`{"episodes":[`+bareJSON+`],"total":2,"next":null}`+"\n", second.body); d != "" {
		t.Errorf("second page (-want +got):\n%s", d)
	}
}

func TestFailuresHideTheirCause(t *testing.T) {
	secret := errors.New("password is hunter2")
	const (
		internal = "The server has an internal error. Its log has the cause under the request id of this answer."
		again    = `"try again; if the error remains, report the request id to the operator of the server"`
	)
	wrong := problemJSON(500, "internal", "Internal error", internal, "", again)
	for _, tt := range []struct {
		name   string
		fail   func(context.Context) error
		status int
		body   string
	}{
		{"hides a cause", func(context.Context) error { return secret }, 500, wrong},
		{"hides a panic", func(context.Context) error { panic(secret) }, 500, wrong},
		{"returns a timeout", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 504,
			problemJSON(504, "timeout", "Timed out", "The answer was not ready within the time limit of the server.", "",
				`"try again; if the error remains, use a smaller limit or more filters"`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, func(w *fixture) {
				w.engine.fail = tt.fail
				if tt.status == 504 {
					w.config.Times.Request = 50 * time.Millisecond
				}
			})
			got := w.do(t, http.MethodGet, "/v1/search?q=a")
			if d := cmp.Diff(tt.body+"\n", got.body); d != "" || got.status != tt.status {
				t.Errorf("status %d, want %d; body (-want +got):\n%s", got.status, tt.status, d)
			}
		})
	}
}

func TestAnEncodingErrorIsAProblem(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.engine.score = math.NaN() })
	got := w.do(t, http.MethodGet, "/v1/search?q=a")
	if got.status != 500 || got.member("code") != "internal" {
		t.Errorf("a score that is not a number gives %d %s", got.status, got.body)
	}
}

func TestReadyzReturns503BeforeTheFirstIndex(t *testing.T) {
	w := newFixture(t, func(w *fixture) {
		w.engine.status = recommend.Status{}
		w.config.Starting = func() (done, total int) { return 3, 9 }
	})
	got := w.do(t, http.MethodGet, "/readyz")
	if d := cmp.Diff(`{"status":"starting","episodes":0,"embedded":0,"model":"","index":"","engine":"","feeds":{"followed":0,"failing":0,"ended":0},"starting":{"done":3,"total":9},"problem":null}`+"\n", got.body); d != "" || got.status != 503 {
		t.Errorf("status %d, body (-want +got):\n%s", got.status, d)
	}
	got = w.do(t, http.MethodGet, "/v1/search?q=a")
	if got.status != 503 || got.member("code") != "starting" || got.header.Get("Retry-After") != "1" {
		t.Errorf("a search gets %d %s", got.status, got.body)
	}
}
