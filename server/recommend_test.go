package server_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestRecommendAnswers(t *testing.T) {
	const tail = `"results":[],"weak":[],"offset":0,"limit":5,"more":false,"mode":"hybrid","empty":"the catalogue has no other episode","model":"mini","index":"7-1"}`
	bad := func(detail, errs, fixes string) string {
		return problemJSON(422, "invalid_body", "Invalid request body", detail, errs, fixes)
	}
	unread := func(detail string) string {
		return problemJSON(400, "malformed_body", "Malformed request body", "the body cannot be read: "+detail, "",
			`"send a JSON object such as {\"liked\":[\"an-id\"],\"text\":\"a topic\"}"`)
	}
	unknown := func(location, value string) string {
		return problemJSON(404, "unknown_episode", "Unknown episode", "no episode has this id, GUID or URL",
			fmt.Sprintf(`{"location":%q,"value":%q,"message":"unknown episode"}`, location, value),
			`"use GET /v1/episodes to list the id, guid and url of each episode"`)
	}
	nothing := problemJSON(422, "nothing_given", "No episode and no text", "the body has no episode and no text", "",
		`"give at least one episode in liked or disliked, or words in text"`)
	const (
		likedTakes    = `"liked takes at most 20 episodes, each an id or an object with one of id, guid and url"`
		dislikedTakes = `"disliked takes at most 20 episodes, each an id or an object with one of id, guid and url"`
		anEpisode     = "expected an id, or an object with one of id, guid and url"
	)
	tenUnknown := ""
	for name := range strings.SplitSeq("abcdefghij", "") {
		tenUnknown += `{"location":"body.` + name + `","value":"1","message":"unknown"},`
	}
	w := newFixture(t, nil)
	for _, tt := range []struct {
		name, query, given string
		status             int
		body               string
	}{
		{"accepts ids", "", `{"liked":["gitops"],"disliked":["bare"]}`, 200, `{"liked":[` + gitopsJSON + `],"disliked":[` + bareJSON + `],"text":null,` + tail},
		{"accepts any reference to an episode", "", `{"liked":[{"guid":"daily-5543"},{"url":"http://www.daily.example/gitops/"},{"id":"bare"}]}`, 200,
			`{"liked":[` + gitopsJSON + `,` + gitopsJSON + `,` + bareJSON + `],"disliked":[],"text":null,` + tail},
		{"accepts a text", "", `{"text":" git "}`, 200, `{"liked":[],"disliked":[],"text":"git",` + tail},
		{"ignores null", "", `{"liked":null,"disliked":null,"text":"git"}`, 200, `{"liked":[],"disliked":[],"text":"git",` + tail},
		{"accepts options as parameters", "?limit=3&offset=2", `{"text":"git"}`, 200,
			strings.Replace(`{"liked":[],"disliked":[],"text":"git",`+tail, `"offset":0,"limit":5`, `"offset":2,"limit":3`, 1)},

		{"refuses an empty request", "", `{}`, 422, nothing},
		{"refuses a blank text", "", `{"liked":[],"text":" \t"}`, 422, nothing},
		{"refuses an unknown liked episode", "", `{"liked":["gitops","bare","nope"]}`, 404, unknown("body.liked[2]", "nope")},
		{"refuses an unknown disliked episode", "", `{"liked":["gitops"],"disliked":[{"url":"https://elsewhere.example/"}]}`, 404, unknown("body.disliked[0]", "https://elsewhere.example/")},
		{"suggests a name for an unknown member", "", `{"like":["gitops"],"limit":5}`, 400, problemJSON(400, "unknown_member", "Unknown member of the body",
			`the body has unknown members: "like", "limit"`,
			`{"location":"body.like","value":"[\"gitops\"]","message":"did you mean \"liked\"?"},{"location":"body.limit","value":"5","message":"unknown"}`,
			`"use one of: liked, disliked, text"`)},
		{"lists at most ten unknown members", "", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}`, 400, problemJSON(400, "unknown_member", "Unknown member of the body",
			`the body has unknown members: "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"`,
			strings.TrimSuffix(tenUnknown, ","),
			`"use one of: liked, disliked, text"`)},
		{"refuses an unknown member of a reference", "", `{"liked":[{"uri":"https://daily.example/gitops"}]}`, 422, bad(`the body has invalid members: "liked[0]"`,
			`{"location":"body.liked[0]","value":"{\"uri\":\"https://daily.example/gitops\"}","message":"\"uri\": did you mean \"url\"?"}`, likedTakes)},
		{"refuses a reference with two members", "", `{"liked":[{"id":"gitops","guid":"x"}]}`, 422, bad(`the body has invalid members: "liked[0]"`,
			`{"location":"body.liked[0]","value":"{\"id\":\"gitops\",\"guid\":\"x\"}","message":"expected exactly one of id, guid and url, got 2"}`, likedTakes)},
		{"lists all invalid references", "", `{"liked":["",5],"disliked":[null,{},{"id":""},{"id":7}]}`, 422,
			bad(`the body has invalid members: "liked[0]", "liked[1]", "disliked[0]", "disliked[1]", "disliked[2]", "disliked[3]"`,
				`{"location":"body.liked[0]","value":"\"\"","message":"`+anEpisode+`"},{"location":"body.liked[1]","value":"5","message":"`+anEpisode+`"},`+
					`{"location":"body.disliked[0]","value":"null","message":"`+anEpisode+`"},`+
					`{"location":"body.disliked[1]","value":"{}","message":"expected exactly one of id, guid and url, got 0"},`+
					`{"location":"body.disliked[2]","value":"{\"id\":\"\"}","message":"expected text in id"},{"location":"body.disliked[3]","value":"{\"id\":7}","message":"expected text in id"}`,
				likedTakes+`,`+dislikedTakes)},
		{"refuses a value that is not a list", "", `{"liked":"gitops"}`, 422, bad(`the body has invalid members: "liked"`,
			`{"location":"body.liked","value":"\"gitops\"","message":"expected a list of episodes"}`, likedTakes)},
		{"refuses too many episodes", "", `{"liked":[` + strings.Repeat(`"gitops",`, recommend.MaxSeeds) + `"gitops"]}`, 422, bad(`the body has invalid members: "liked"`,
			`{"location":"body.liked","value":"21 episodes","message":"expected at most 20 episodes"}`, likedTakes)},
		{"refuses a value that is not text", "", `{"text":["git"]}`, 422, bad(`the body has invalid members: "text"`,
			`{"location":"body.text","value":"[\"git\"]","message":"expected text"}`, `"text takes text of at most 1000 characters"`)},
		{"refuses a text that is too long", "", `{"text":"` + strings.Repeat("é", 1001) + `"}`, 422, bad(`the body has invalid members: "text"`,
			`{"location":"body.text","value":"`+strings.Repeat("é", 99)+`…","message":"expected length <= 1000"}`, `"text takes text of at most 1000 characters"`)},
		{"refuses a repeated member", "", `{"text":"git","text":"rust"}`, 400, unread(`member "text" appears twice`)},
		{"refuses an empty body", "", ``, 400, unread("it is empty")},
		{"refuses broken JSON", "", `{"text":}`, 400, unread("invalid character '}' looking for beginning of value, after 9 bytes")},
		{"refuses JSON that ends too early", "", `{"text":"git"`, 400, unread("unexpected end of JSON input, after 13 bytes")},
		{"refuses two values", "", `{"text":"git"} {}`, 400, unread("invalid character '{' after top-level value, after 16 bytes")},
		{"refuses a value that is not an object", "", `["gitops"]`, 400, unread("it is not a JSON object")},
		{"refuses null", "", `null`, 400, unread("it is not a JSON object")},
		{"refuses invalid UTF-8", "", "{\"text\":\"\xff\"}", 400, unread("it is not in UTF-8")},
		{"refuses unknown parameters before it reads the body", "?likd=gitops", `nonsense`, 400, problemJSON(400, "unknown_parameter", "Unknown query parameter",
			`query parameter "likd" is unknown`, `{"location":"query.likd","value":"gitops","message":"unknown"}`,
			`"use one of: show, tag, topic, person, published_after, published_before, min_duration, max_duration, language, type, explicit, offset, threshold, semantic_ratio, diversity, collapse, recency, half_life_days, explain, limit"`)},
		{"refuses options out of bounds before it reads the body", "?limit=51", `nonsense`, 422, badValue(`query parameter "limit" is invalid`,
			`{"location":"query.limit","value":"51","message":"expected number <= 50"}`, `"limit takes a whole number from 1 to 50"`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := w.post(t, "/v1/recommend"+tt.query, tt.given)
			if d := cmp.Diff(tt.body+"\n", got.body); d != "" || got.status != tt.status {
				t.Errorf("status %d, want %d; body (-want +got):\n%s", got.status, tt.status, d)
			}
			if got.header.Get("Cache-Control") != "no-store" || got.header.Get("Etag") != "" {
				t.Errorf("headers %v", got.header)
			}
		})
	}
}

func TestRecommendPassesTheRequestToTheEngine(t *testing.T) {
	w, none := newFixture(t, nil), 0.0
	w.post(t, "/v1/recommend?show=x&semantic_ratio=0&collapse=show&limit=7", `{"liked":["gitops",{"guid":"g"}],"disliked":[{"url":"u"}],"text":"a b"}`)
	want := engineRequest{
		Request: recommend.Request{Liked: []data.Ref{{ID: "gitops"}, {GUID: "g"}}, Disliked: []data.Ref{{URL: "u"}}, Text: "a b"},
		Options: recommend.Options{
			Filter: data.Filter{Shows: []data.ShowID{"x"}, Languages: []string{}}, Limit: 7,
			SemanticRatio: &none, CollapseShows: true, HalfLife: recommend.DefaultHalfLife,
		},
	}
	if d := cmp.Diff([]engineRequest{want}, w.engine.requests); d != "" {
		t.Errorf("requests to the engine (-want +got):\n%s", d)
	}
}

func TestRecommendReadsOnlyJSON(t *testing.T) {
	w := newFixture(t, nil)
	for _, tt := range []struct {
		contentType string
		status      int
	}{
		{"application/json", 200}, {"application/json; charset=utf-8", 200}, {"Application/JSON", 200}, {"", 200},
		{"text/plain", 415}, {"application/x-www-form-urlencoded", 415}, {"application/json;;", 415}, {"json", 415},
	} {
		got := w.post(t, "/v1/recommend", `{"text":"git"}`, "Content-Type: "+tt.contentType)
		if got.status != tt.status {
			t.Errorf("%q gives status %d, want %d: %s", tt.contentType, got.status, tt.status, got.body)
		}
	}
	got := w.post(t, "/v1/recommend", `{"text":"git"}`, "Content-Type: text/plain")
	want := problemJSON(415, "unsupported_media_type", "Unsupported media type", "unsupported Content-Type",
		`{"location":"header.Content-Type","value":"text/plain","message":"expected application/json"}`, `"send JSON with the header Content-Type: application/json"`)
	if d := cmp.Diff(want+"\n", got.body); d != "" {
		t.Errorf("body (-want +got):\n%s", d)
	}
}

func TestRecommendLimitsABodyOfUnknownLength(t *testing.T) {
	w := newFixture(t, nil)
	body := io.MultiReader(strings.NewReader(`{"text":"`), strings.NewReader(strings.Repeat("a", 65<<10)), strings.NewReader(`"}`))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/v1/recommend", body)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.send(t, r); got.status != 413 || got.member("code") != "body_too_large" {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestAnyWebPageCanCallRecommend(t *testing.T) {
	w := newFixture(t, nil)
	preflight := w.do(t, http.MethodOptions, "/v1/recommend", "Origin: https://site.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
	want := []string{
		"Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: POST, OPTIONS",
		"Access-Control-Allow-Headers: Content-Type, If-None-Match, X-Request-Id", "Allow: POST, OPTIONS",
	}
	if d := cmp.Diff(want, headersOf(preflight, "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Allow")); d != "" || preflight.status != 204 {
		t.Errorf("status %d (-want +got):\n%s", preflight.status, d)
	}
	response := w.post(t, "/v1/recommend", `{"text":"git"}`, "Origin: https://site.example")
	if d := cmp.Diff([]string{"Access-Control-Allow-Origin: *"}, headersOf(response, "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRecommendNeedsPOST(t *testing.T) {
	w := newFixture(t, nil)
	got := w.do(t, http.MethodGet, "/v1/recommend")
	want := problemJSON(405, "method_not_allowed", "Method not allowed", "the address does not support GET", "", `"use one of: POST, OPTIONS"`)
	if d := cmp.Diff(want+"\n", got.body); d != "" || got.status != 405 || got.header.Get("Allow") != "POST, OPTIONS" {
		t.Errorf("status %d, Allow %q, body (-want +got):\n%s", got.status, got.header.Get("Allow"), d)
	}
}

// FuzzRecommendBodies posts any body. The answer always matches the OpenAPI document and
// is never an internal error. The engine only gets valid requests.
func FuzzRecommendBodies(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `{}`, `[]`, `{"liked":["gitops"]}`, `{"liked":[{"guid":"daily-5543"}],"disliked":["bare"],"text":"git"}`,
		`{"liked":[{"id":"gitops","url":""}]}`, `{"liked":null,"text":null}`, `{"Liked":["gitops"]}`, `{"liked":["gitops"],"liked":[]}`,
		`{"text":"` + strings.Repeat("a", 1001) + `"}`, `{"text":"\u0000\ud800"}`, "{\"text\":\"\xff\"}", `{"liked":[[["gitops"]]]}`, `{"":1}`, `{"liked":[{"":1}]}`,
		`{"text":1e999}`, strings.Repeat(`{"liked":`, 300), `{"liked":["gitops"]}x`, `{"likd":1,"zzzz":2}`,
	} {
		f.Add(seed)
	}
	w := newFixture(f, nil)
	c := committed(f)
	f.Fuzz(func(t *testing.T, body string) {
		w.engine.requests = nil
		r := httptest.NewRequest(http.MethodPost, "/v1/recommend", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		w.server.ServeHTTP(recorder, r)
		a := response{recorder.Code, recorder.Header(), recorder.Body.String()}
		if err := c.check(r, a); err != nil || a.status >= 500 {
			t.Errorf("%q: %v\n%d %s", body, err, a.status, a.body)
		}
		for _, q := range w.engine.requests {
			for _, ref := range append(q.Request.Liked, q.Request.Disliked...) {
				if given := string(ref.ID) + ref.GUID + ref.URL; given == "" {
					t.Errorf("%q gives the engine an empty reference", body)
				}
			}
			if len(q.Request.Liked) > recommend.MaxSeeds || len(q.Request.Disliked) > recommend.MaxSeeds {
				t.Errorf("%q gives the engine %d liked and %d disliked episodes", body, len(q.Request.Liked), len(q.Request.Disliked))
			}
		}
	})
}
