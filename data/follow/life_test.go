package follow_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/follow"
)

// embedder counts texts that were not embedded before.
type embedder struct{ seen map[string]bool }

func (e *embedder) embed(list []data.Episode) (embedded int) {
	for _, episode := range list {
		text := episode.Title + ". " + episode.Description
		if !e.seen[text] {
			e.seen[text] = true
			embedded++
		}
	}
	return embedded
}

// TestEachChangeOfAFeedUpdatesTheCatalogue compares the whole catalogue after each step,
// and counts the requests, new texts and revisions of the step.
func TestEachChangeOfAFeedUpdatesTheCatalogue(t *testing.T) {
	w := newFixture(t, follow.Options{})
	show := data.Show{ID: "crumb-radio", Title: "Crumb Radio"}
	embeds := &embedder{seen: map[string]bool{}}
	w.feed(rss{title: "Crumb Radio", items: from(100, 91)})
	stored := w.add(data.FollowOptions{})
	id := stored.ID
	diff(t, "requests", []string{"GET /feed"}, w.takeRequests())
	diff(t, "episodes", episodes(show, from(100, 91)), w.all())
	diff(t, "embedded", 10, embeds.embed(w.all()))
	diff(t, "revision", int64(1), w.revision())

	changed := numbered(99).with(func(e *feedItem) { e.notes = "Corrected notes." })
	renamed := data.Show{ID: "crumb-radio", Title: "Crumb Radio Weekly"}
	other := func(e feedItem) feedItem {
		return e.with(func(e *feedItem) { e.guid, e.audio = "new-"+e.guid, "https://elsewhere.example/"+e.guid+".mp3" })
	}
	moved := func(newest, oldest int) (list []feedItem) {
		for _, e := range from(newest, oldest) {
			list = append(list, other(e))
		}
		return list
	}
	gone := from(92, 91)
	title := "Crumb Radio"
	for _, step := range []struct {
		name      string
		do        func()
		want      []data.Episode
		change    data.FeedChange
		err       string
		requests  []string
		embedded  int
		revisions int64
	}{
		{name: "unchanged, with status 304", do: func() {}, want: episodes(show, from(100, 91)),
			change: data.FeedChange{Outcome: data.FeedUnchanged}, requests: []string{"GET /feed"}},
		{name: "unchanged, but the server ignores conditional requests", do: func() { w.set("/feed", noETag(rss{title: title, items: from(100, 91)}.String())) },
			want: episodes(show, from(100, 91)), change: data.FeedChange{Outcome: data.FeedUnchanged}, requests: []string{"GET /feed"}},
		{name: "only the feed's date changes", do: func() {
			w.feed(rss{title: title, head: "<lastBuildDate>Mon, 05 Jan 2026 09:30:00 GMT</lastBuildDate>", items: from(100, 91)})
		},
			want: episodes(show, from(100, 91)), change: data.FeedChange{Outcome: data.FeedChanged}, requests: []string{"GET /feed"}},
		{name: "a new episode", do: func() { w.feed(rss{title: title, items: from(101, 91)}) },
			want: episodes(show, from(101, 91)), change: data.FeedChange{Outcome: data.FeedChanged, Added: 1}, requests: []string{"GET /feed"}, embedded: 1, revisions: 1},
		{name: "the server fails", do: func() { w.set("/feed", status(http.StatusInternalServerError)) },
			want: episodes(show, from(101, 91)), err: "500", requests: []string{"GET /feed"}},
		{name: "the server sends a web page", do: func() { w.set("/feed", noETag("<!doctype html><html><body><h1>We will be back</h1></body></html>")) },
			want: episodes(show, from(101, 91)), err: "page", requests: []string{"GET /feed"}},
		{name: "the connection ends early", do: func() {
			w.set("/feed", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Length", "100000")
				fmt.Fprint(rw, rss{title: title, items: from(102, 91)}.String())
			})
		}, want: episodes(show, from(101, 91)), err: "unexpected EOF", requests: []string{"GET /feed"}},
		{name: "the feed is truncated", do: func() {
			text := rss{title: title, items: from(101, 91)}.String()
			w.set("/feed", noETag(text[:strings.LastIndex(text, "</item>")]))
		}, want: episodes(show, from(101, 91)), change: data.FeedChange{Outcome: data.FeedChanged, Problems: []string{"the feed ends within <item>, after 10 complete items, which were read: the download was truncated, or its publisher must close the element"}}, requests: []string{"GET /feed"}},
		{name: "the feed is valid again: an episode changes, and the oldest two are missing", do: func() { w.feed(rss{title: title, items: concat(from(101, 100), []feedItem{changed}, from(98, 93))}) },
			want: episodes(show, concat(from(101, 100), []feedItem{changed}, from(98, 91))), change: data.FeedChange{Outcome: data.FeedChanged, Updated: 1}, requests: []string{"GET /feed"}, embedded: 1, revisions: 1},
		{name: "the feed is empty", do: func() { w.feed(rss{title: title}) },
			want: episodes(show, concat(from(101, 100), []feedItem{changed}, from(98, 91))), change: data.FeedChange{Outcome: data.FeedChanged}, requests: []string{"GET /feed"}},
		{name: "the feed moves", do: func() {
			w.set("/feed", redirect(http.StatusMovedPermanently, "/new"))
			w.set("/new", body(rss{title: title, items: concat(from(102, 100), []feedItem{changed}, from(98, 93))}.String()))
		}, want: episodes(show, concat(from(102, 100), []feedItem{changed}, from(98, 91))), change: data.FeedChange{Outcome: data.FeedChanged, Added: 1}, requests: []string{"GET /feed", "GET /new"}, embedded: 1, revisions: 1},
		{name: "only the new address is requested", do: func() { w.set("/feed", status(http.StatusNotFound)) },
			want: episodes(show, concat(from(102, 100), []feedItem{changed}, from(98, 91))), change: data.FeedChange{Outcome: data.FeedUnchanged}, requests: []string{"GET /new"}},
		{name: "the show is renamed", do: func() {
			w.set("/new", body(rss{title: renamed.Title, items: concat(from(102, 100), []feedItem{changed}, from(98, 93))}.String()))
		},
			want: episodes(renamed, concat(from(102, 100), []feedItem{changed}, from(98, 91))), change: data.FeedChange{Outcome: data.FeedChanged, Updated: 12}, requests: []string{"GET /new"}, revisions: 1},
		{name: "the show moves to another host: all GUIDs and audio addresses change", do: func() {
			w.set("/new", body(rss{title: renamed.Title, items: concat([]feedItem{other(numbered(103))}, moved(102, 100), []feedItem{other(changed)}, moved(98, 93))}.String()))
		}, want: episodes(renamed, concat(moved(103, 100), []feedItem{other(changed)}, moved(98, 93), gone)), change: data.FeedChange{Outcome: data.FeedChanged, Added: 1, Updated: 10}, requests: []string{"GET /new"}, embedded: 1, revisions: 1},
		{name: "the publisher ends the feed", do: func() { w.set("/new", status(http.StatusGone)) },
			want: episodes(renamed, concat(moved(103, 100), []feedItem{other(changed)}, moved(98, 93), gone)), change: data.FeedChange{Outcome: data.FeedHasEnded}, requests: []string{"GET /new"}},
	} {
		step.do()
		before := w.revision()
		_, change, err := w.refresh(id)
		switch {
		case step.err == "" && err != nil || step.err != "" && (err == nil || !strings.Contains(err.Error(), step.err) || !errors.Is(err, data.ErrBadFeed)):
			t.Errorf("%s: error %v, want one with %q", step.name, err, step.err)
		}
		diff(t, step.name+": change", step.change, change)
		diff(t, step.name+": episodes", step.want, w.all())
		diff(t, step.name+": requests", step.requests, w.takeRequests())
		diff(t, step.name+": embedded", step.embedded, embeds.embed(w.all()))
		diff(t, step.name+": revisions", step.revisions, w.revision()-before)
	}
	want := data.Feed{ID: id, URL: w.URL + "/new", Show: renamed, State: data.FeedEnded, FollowOptions: data.FollowOptions{Gone: data.GoneKeep}, Added: start, Episodes: 13}
	got := w.stored(id)
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(data.Feed{}, "Checked", "Changed", "ETag", "Digest")); d != "" {
		t.Errorf("the feed at the end (-want +got):\n%s", d)
	}
	if elapsed := w.Now().Sub(start); elapsed < 7*24*time.Hour {
		t.Errorf("the steps took %s", elapsed)
	}
}
