package server_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/opml"
)

func list(addresses ...string) string {
	var out strings.Builder
	outlines := []opml.Outline{}
	for _, a := range addresses {
		outlines = append(outlines, opml.Outline{URL: a})
	}
	if err := opml.Write(&out, "", outlines); err != nil {
		panic(err)
	}
	return out.String()
}

func importList(t testing.TB, w *fixture, query string, body io.Reader, headers ...string) response {
	t.Helper()
	return w.admin(t, http.MethodPost, "/v1/feeds.opml"+query, body, append([]string{"Content-Type: text/x-opml"}, headers...)...)
}

func TestAListOfFeedsCanBeImportedAndExported(t *testing.T) {
	w := newFixture(t, nil)
	follow(t, w, `{"url":"`+tinsFeed+`"}`)
	body := strings.Replace(list(cupsFeed, "https://none.example/", tinsFeed), `text="`+strings.ReplaceAll(cupsFeed, "&", "&amp;")+`"`, `text="Cups &amp; Co"`, 1)
	got := importList(t, w, "?gone=remove&transcripts=true", strings.NewReader(body))
	id := func(url string) string {
		feed := w.config.Follower.(*follower).feedAt(t.Context(), url)
		if url == cupsFeed && (feed.Gone != "remove" || !feed.Transcripts) {
			t.Errorf("it is followed with %+v", feed.FollowOptions)
		}
		return string(feed.ID)
	}
	want := `{"added":1,"known":1,"failed":1,"feeds":[` +
		fmt.Sprintf(`{"url":%q,"title":"Cups & Co","result":"added","feed":%q,"change":%s,"message":null},`, cupsFeed, id(cupsFeed), changeJSON("changed", 2)) +
		`{"url":"https://none.example/","title":null,"result":"failed","feed":null,"message":"https://none.example/: no feed to follow: it answered with status 404"},` +
		fmt.Sprintf(`{"url":%q,"title":null,"result":"known","feed":%q,"message":null}]}`, tinsFeed, id(tinsFeed))
	if d := cmp.Diff(want+"\n", got.body); d != "" || got.status != 200 {
		t.Errorf("status %d, body (-want +got):\n%s", got.status, d)
	}

	exported := w.admin(t, http.MethodGet, "/v1/feeds.opml", nil)
	outlines, err := opml.Read(strings.NewReader(exported.body))
	if d := cmp.Diff([]opml.Outline{{Title: "Daily Cups", URL: tinsFeed}, {Title: "Daily Cups", URL: cupsFeed}}, outlines); d != "" || err != nil || exported.header.Get("Content-Type") != "text/x-opml" {
		t.Errorf("%v, headers %v, exported (-want +got):\n%s", err, exported.header, d)
	}
	if again := importList(t, w, "", strings.NewReader(exported.body)); !strings.HasPrefix(again.body, `{"added":0,"known":2,"failed":0,`) {
		t.Errorf("again: %s", again.body)
	}
}

func TestImportResultsHaveTheOrderOfTheList(t *testing.T) {
	w := newFixture(t, nil)
	fake, addresses := w.config.Follower.(*follower), []string{}
	for i := range 50 {
		addresses = append(addresses, fmt.Sprintf("https://%d.example/", i))
		fake.feeds[addresses[i]] = []string{fmt.Sprint("Tea ", i)}
	}
	got := importList(t, w, "", strings.NewReader(list(addresses...)))
	last := 0
	for _, a := range addresses {
		at := strings.Index(got.body, `"url":"`+a+`"`)
		if at <= last {
			t.Fatalf("%s is at byte %d, but the one before it is at byte %d", a, at, last)
		}
		last = at
	}
	if !strings.HasPrefix(got.body, `{"added":50,`) {
		t.Errorf("%s", got.body)
	}
}

func TestInvalidListsAreRefused(t *testing.T) {
	w := newFixture(t, nil)
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprintf("https://%d.example/", i)
	}
	for _, tt := range []struct {
		name, query, header string
		body                io.Reader
		status              int
		code, want          string
	}{
		{"another document", "", "X-A: 1", strings.NewReader("<rss/>"), 400, "malformed_body", "invalid list of subscriptions: its root is <rss>, not <opml>; export the subscriptions as OPML"},
		{"an empty body", "", "X-A: 1", strings.NewReader(""), 400, "malformed_body", "invalid list of subscriptions: it has no XML root <opml>; export the subscriptions as OPML"},
		{"too many feeds", "", "X-A: 1", strings.NewReader(list(many...)), 422, "invalid_body", "the list has 1001 feeds; want at most 1000"},
		{"a body that is too large", "", "Expect: 100-continue", strings.NewReader(strings.Repeat(" ", 5<<20)), 413, "body_too_large", "the body has 5242880 bytes; the limit is 4194304"},
		{"a body of unknown length that is too large", "", "X-A: 1", io.MultiReader(strings.NewReader(strings.Repeat(" ", 4<<20+1000))), 413, "body_too_large", "the body has more than 4194304 bytes"},
		{"with another Content-Type", "", "Content-Type: application/json", strings.NewReader("{}"), 415, "unsupported_media_type", "unsupported Content-Type"},
		{"when compressed", "", "Content-Encoding: gzip", strings.NewReader("x"), 415, "unsupported_media_type", "the body is compressed"},
		{"with an unknown option", "?gone=delete", "X-A: 1", strings.NewReader(list(cupsFeed)), 422, "invalid_parameter", `query parameter "gone" is invalid`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := importList(t, w, tt.query, tt.body, tt.header)
			if got.status != tt.status || got.member("code") != tt.code || got.member("detail") != tt.want {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	closed := newFixture(t, func(w *fixture) { w.config.Follower = nil })
	if got := importList(t, closed, "", strings.NewReader(list(cupsFeed))); got.member("code") != "feeds_disabled" {
		t.Errorf("a server without feeds: %s", got.body)
	}
	if got := closed.admin(t, http.MethodGet, "/v1/feeds.opml", nil); got.status != 200 || !strings.Contains(got.body, "<opml") {
		t.Errorf("a server without feeds exports %d %s", got.status, got.body)
	}
}

func TestAnInternalErrorOnlyFailsOneFeedOfAList(t *testing.T) {
	var log bytes.Buffer
	w := newFixture(t, func(w *fixture) {
		w.config.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		first := true
		w.config.Follower.(*follower).wait = func(context.Context) error {
			if first {
				first = false
				return errors.New("boom")
			}
			return nil
		}
	})
	got := importList(t, w, "", strings.NewReader(list(cupsFeed)))
	if strings.Contains(got.body, "boom") || !strings.HasPrefix(got.body, `{"added":0,"known":0,"failed":1,`) || !strings.Contains(log.String(), `"error":"boom"`) {
		t.Errorf("%s, log %s", got.body, &log)
	}
	if got := importList(t, w, "", strings.NewReader(list(cupsFeed))); !strings.HasPrefix(got.body, `{"added":1,`) {
		t.Errorf("again: %s", got.body)
	}
}
