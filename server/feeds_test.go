package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/server/api"
)

// feedJSON returns the JSON form of the feed of Daily Cups.
func feedJSON(id, url, gone string, transcripts bool, episodes int) string {
	return fmt.Sprintf(`{"id":%q,"url":%q,"show":{"id":"cups","title":"Daily Cups"},"guid":null,"state":"active","gone":%q,"transcripts":%v,"episodes":%d,`+
		`"added":"2026-01-05T08:00:00Z","checked":"2026-01-05T08:00:00Z","changed":"2026-01-05T08:00:00Z","next":"2026-01-05T09:00:00Z","failures":0,"error":null,`+
		`"hub":"https://hub.example/","hub_until":null}`, id, url, gone, transcripts, episodes)
}

func changeJSON(outcome string, added int) string {
	return fmt.Sprintf(`{"outcome":%q,"added":%d,"updated":0,"removed":0,"problems":[],"truncated":false}`, outcome, added)
}

func follow(t testing.TB, w *fixture, body string, headers ...string) response {
	t.Helper()
	return w.admin(t, http.MethodPost, "/v1/feeds", strings.NewReader(body), append([]string{"Content-Type: application/json"}, headers...)...)
}

func TestAFeedCanBeAddedRefreshedAndRemoved(t *testing.T) {
	w := newFixture(t, nil)
	fake := w.config.Follower.(*follower)
	first := `{"feed":` + feedJSON("daily-cups", cupsFeed, "keep", false, 2) + `,"change":` + changeJSON("changed", 2) + "}"
	got := follow(t, w, `{"url":" `+cupsFeed+`"}`)
	if d := cmp.Diff(first+"\n", got.body); d != "" || got.status != 201 || got.header.Get("Location") != "/v1/feeds/daily-cups" {
		t.Fatalf("status %d, Location %q, body (-want +got):\n%s", got.status, got.header.Get("Location"), d)
	}
	got = follow(t, w, `{"url":"`+tinsFeed+`","gone":"remove","transcripts":true}`)
	second := feedJSON(strings.TrimPrefix(got.header.Get("Location"), "/v1/feeds/"), tinsFeed, "remove", true, 1)
	if d := cmp.Diff(`{"feed":`+second+`,"change":`+changeJSON("changed", 1)+"}\n", got.body); d != "" || got.status != 201 {
		t.Fatalf("status %d, body (-want +got):\n%s", got.status, d)
	}
	fake.feeds[cupsFeed] = append(fake.feeds[cupsFeed], "White Tea", "")
	refreshed := strings.Replace(changeJSON("changed", 1), "[]", `["item 4 has no title"]`, 1)
	cups := feedJSON("daily-cups", cupsFeed, "keep", false, 3)
	for _, step := range []struct {
		name, method, address string
		status                int
		want                  string
	}{
		{"refresh", "POST", "/v1/feeds/daily-cups/refresh", 200, `{"feed":` + cups + `,"change":` + refreshed + `}`},
		{"show", "GET", "/v1/feeds/daily-cups", 200, cups},
		{"list", "GET", "/v1/feeds", 200, `{"feeds":[` + cups + `,` + second + `]}`},
		{"removal", "DELETE", "/v1/feeds/daily-cups?episodes=true", 200, `{"deleted":3}`},
		{"second removal", "DELETE", "/v1/feeds/daily-cups?episodes=true", 404, noFeed("daily-cups")},
		{"removal without episodes", "DELETE", got.header.Get("Location"), 200, `{"deleted":0}`},
		{"list after removal", "GET", "/v1/feeds", 200, `{"feeds":[]}`},
	} {
		if d := cmp.Diff(step.want+"\n", w.admin(t, step.method, step.address, nil).body); d != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, d)
		}
	}
	if got := w.do(t, http.MethodGet, "/v1/episodes?show=cups"); !strings.Contains(got.body, `"Oolong"`) || strings.Contains(got.body, "Green") {
		t.Errorf("the catalogue still has %s", got.body)
	}
}

func noFeed(id string) string {
	return problemJSON(404, "unknown_feed", "Unknown feed", "no followed feed has this id",
		fmt.Sprintf(`{"location":"path.id","value":%q,"message":"unknown feed"}`, id), `"use GET /v1/feeds to list the id of each feed"`)
}

func TestInvalidRequestsToFollowAFeedAreRefused(t *testing.T) {
	const urlTakes = `"url takes the address of a feed, or of a page that links to its feed, of at most 2000 bytes"`
	invalid := func(location, value, message, fix string) string {
		return problemJSON(422, "invalid_body", "Invalid request body", fmt.Sprintf(`the body has invalid members: %q`, location),
			fmt.Sprintf(`{"location":"body.%s","value":%q,"message":%q}`, location, value, message), fix)
	}
	const address = "expected an address of at most 2000 bytes"
	w := newFixture(t, nil)
	follow(t, w, `{"url":"`+cupsFeed+`"}`)
	for _, tt := range []struct {
		name, body, want string
	}{
		{"an already followed feed", `{"url":"` + cupsFeed + `"}`, problemJSON(409, "known_feed", "Feed already followed", "the feed is already followed as \"daily-cups\"",
			`{"location":"body.url","value":"`+cupsFeed+`","message":"already followed as \"daily-cups\""}`, `"refresh the feed with POST /v1/feeds/daily-cups/refresh"`)},
		{"a page that is not a feed", `{"url":"https://none.example/"}`, problemJSON(422, "bad_feed", "Feed cannot be followed", "https://none.example/: no feed to follow: it answered with status 404",
			`{"location":"body.url","value":"https://none.example/","message":"not a feed that can be followed"}`, `"give the address of an RSS, Atom or JSON feed, or of a page that links to its feed"`)},
		{"a missing address", `{}`, invalid("url", "", "missing", urlTakes)},
		{"an empty address", `{"url":""}`, invalid("url", "", address, urlTakes)},
		{"an address that is too long", `{"url":"` + strings.Repeat("a", 2001) + `"}`, invalid("url", strings.Repeat("a", 99)+"…", address, urlTakes)},
		{"an address that is not text", `{"url":7}`, invalid("url", "7", "expected text", urlTakes)},
		{"an unknown policy", `{"url":"` + tinsFeed + `","gone":"delete"}`, invalid("gone", `"delete"`, `expected "keep" or "remove"`, `"gone takes \"keep\" or \"remove\""`)},
		{"an invalid value of transcripts", `{"url":"` + tinsFeed + `","transcripts":"yes"}`, invalid("transcripts", `"yes"`, "expected true or false", `"transcripts takes true or false"`)},
		{"an unknown member", `{"uri":"` + tinsFeed + `"}`, problemJSON(400, "unknown_member", "Unknown member of the body", `the body has unknown members: "uri"`,
			`{"location":"body.uri","value":"\"`+tinsFeed+`\"","message":"did you mean \"url\"?"}`, `"use one of: url, gone, transcripts"`)},
		{"without a body", ``, problemJSON(400, "malformed_body", "Malformed request body", "the body cannot be read: it is empty", "", `"send a JSON object such as {\"url\":\"https://example.com/feed.xml\"}"`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want+"\n", follow(t, w, tt.body).body); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if got := follow(t, w, `{"url":"`+tinsFeed+`"}`, "Content-Type: text/plain"); got.status != 415 {
		t.Errorf("another type: %d %s", got.status, got.body)
	}
	if got := follow(t, w, `{"url":"`+strings.Repeat("a", 65<<10)+`"}`, "Expect: 100-continue"); got.status != 413 { // otherwise the client may still send the body when the server refuses it
		t.Errorf("a large body: %d %s", got.status, got.body)
	}
}

func TestUnknownAndFailingFeedsAreProblems(t *testing.T) {
	w := newFixture(t, nil)
	follow(t, w, `{"url":"`+cupsFeed+`"}`)
	delete(w.config.Follower.(*follower).feeds, cupsFeed)
	failed := problemJSON(422, "bad_feed", "Feed cannot be followed", `feed "daily-cups": no feed to follow: it answered with status 404`,
		`{"location":"path.id","value":"daily-cups","message":"not a feed that can be followed"}`, `"give the address of an RSS, Atom or JSON feed, or of a page that links to its feed"`)
	for _, tt := range []struct{ method, address, want string }{
		{"GET", "/v1/feeds/none", noFeed("none")},
		{"POST", "/v1/feeds/none/refresh", noFeed("none")},
		{"DELETE", "/v1/feeds/none", noFeed("none")},
		{"POST", "/v1/feeds/daily-cups/refresh", failed},
	} {
		if d := cmp.Diff(tt.want+"\n", w.admin(t, tt.method, tt.address, nil).body); d != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.method, tt.address, d)
		}
	}
}

func TestAServerCanRunWithoutFeeds(t *testing.T) {
	w := newFixture(t, func(w *fixture) { w.config.Follower = nil })
	want := problemJSON(403, "feeds_disabled", "Following feeds is disabled", "the server does not follow feeds", "",
		`"start the server with its own catalogue, such as \"segue serve --data segue.db\""`)
	for _, got := range []response{
		follow(t, w, `{"url":"`+cupsFeed+`"}`),
		w.admin(t, http.MethodPost, "/v1/feeds/cups/refresh", nil),
		w.admin(t, http.MethodDelete, "/v1/feeds/cups", nil),
	} {
		if d := cmp.Diff(want+"\n", got.body); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
	if got := w.admin(t, http.MethodGet, "/v1/feeds", nil); got.body != `{"feeds":[]}`+"\n" {
		t.Errorf("the list is %s", got.body)
	}
	if got := w.post(t, "/websub/token", "changed"); got.status != 404 {
		t.Errorf("a hub gets %d %s", got.status, got.body)
	}
}

func TestFollowingAFeedHasALongerTimeLimit(t *testing.T) {
	r := run(t, func(w *fixture) {
		w.config.Times.Request = time.Millisecond
		w.config.Follower.(*follower).wait = func(ctx context.Context) error {
			if end, ok := ctx.Deadline(); !ok || time.Until(end) < time.Minute || time.Until(end) > 3*time.Minute {
				return fmt.Errorf("the deadline is %v", end)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(20 * time.Millisecond):
				return nil
			}
		}
	})
	if got := follow(t, r.fixture, `{"url":"`+cupsFeed+`"}`); got.status != 201 {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

func TestTheListOfFeedProblemsIsLimited(t *testing.T) {
	got := api.NewFeedChange(data.FeedChange{Problems: make([]string, 101)})
	if len(got.Problems) != 100 || !got.Truncated {
		t.Errorf("%d problems are listed, truncated: %v", len(got.Problems), got.Truncated)
	}
}

func TestReadyzCountsFeeds(t *testing.T) {
	w := newFixture(t, nil)
	for i, f := range []data.Feed{{}, {Failures: 2}, {State: data.FeedEnded}} {
		f.URL = fmt.Sprintf("https://%d.example/", i)
		if f.State == "" {
			f.State = data.FeedActive
		}
		if _, err := w.engine.catalog.AddFeed(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.do(t, http.MethodGet, "/readyz"); !strings.Contains(got.body, `"feeds":{"followed":2,"failing":1,"ended":1}`) {
		t.Errorf("%s", got.body)
	}
	follow(t, w, `{"url":"`+cupsFeed+`"}`)
	w.engine.catalog.Close() // a new count fails, so the last counts must be used
	if got := w.do(t, http.MethodGet, "/readyz"); got.status != 200 || !strings.Contains(got.body, `"feeds":{"followed":2,"failing":1,"ended":1}`) {
		t.Errorf("without a catalogue: %d %s", got.status, got.body)
	}
}

func TestHubsNeedNoKey(t *testing.T) {
	w := newFixture(t, nil)
	for _, tt := range []struct {
		method, body string
		status       int
		want         string
	}{
		{"GET", "", 200, "GET /websub/a/b 7 0"},
		{"HEAD", "", 200, ""},
		{"POST", "changed", 200, "POST /websub/a/b 7 7"},
		{"POST", strings.Repeat("a", 17<<20), 413, problemJSON(413, "body_too_large", "Request body too large", "the body has 17825792 bytes; the limit is 16777216", "",
			`"send at most 64 kB, 4 MB to POST /v1/feeds.opml, or 256 MB to PUT /v1/episodes; split a larger upload into several requests"`) + "\n"},
		{"PUT", "", 405, problemJSON(405, "method_not_allowed", "Method not allowed", "the address does not support PUT", "", `"use one of: GET, HEAD, POST"`) + "\n"},
	} {
		got := w.with(t, tt.method, "/websub/a/b?hub.challenge=7", strings.NewReader(tt.body), "Expect: 100-continue")
		if d := cmp.Diff(tt.want, got.body); d != "" || got.status != tt.status || got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: status %d, headers %v, body (-want +got):\n%s", tt.method, got.status, got.header, d)
		}
	}
	unknown := io.MultiReader(strings.NewReader(strings.Repeat("a", 16<<20+1000)))
	if got := w.with(t, http.MethodPost, "/websub/a", unknown); got.status != 400 {
		t.Errorf("a body of unknown length: %d", got.status)
	}
}

func TestAStoppingServerAbortsAFeedFetch(t *testing.T) {
	for _, send := range []func(*fixture) response{
		func(w *fixture) response { return follow(t, w, `{"url":"`+cupsFeed+`"}`) },
		func(w *fixture) response { return importList(t, w, "", strings.NewReader(list(cupsFeed, tinsFeed))) },
	} {
		var begun sync.Once
		var stop context.CancelFunc
		r := run(t, func(w *fixture) {
			w.config.Follower.(*follower).wait = func(ctx context.Context) error {
				begun.Do(func() { stop() })
				<-ctx.Done()
				return ctx.Err()
			}
		})
		stop = r.stop
		if got := send(r.fixture); got.status != 503 || got.member("code") != "stopping" {
			t.Errorf("status %d: %s", got.status, got.body)
		}
		if err := <-r.stopped; err != nil {
			t.Error(err)
		}
	}
}
