package follow_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"segue/data"
	"segue/data/follow"
)

// problem checks that a change has one problem, which contains a text.
func problem(t *testing.T, change data.FeedChange, text string) {
	t.Helper()
	if len(change.Problems) != 1 || !strings.Contains(change.Problems[0], text) {
		t.Errorf("problems %q, want one with %q", change.Problems, text)
	}
}

func TestAnEpisodeMissingFromAFeed(t *testing.T) {
	broken := feedItem{guid: "broken"} // neither title, nor text, nor audio
	for _, tt := range []struct {
		name    string
		policy  data.GonePolicy
		after   rss
		stored  []feedItem
		removed int
		problem string
	}{
		{"is kept", data.GoneKeep, rss{items: from(100, 93)}, from(100, 91), 0, ""},
		{"is deleted if the option is set", data.GoneRemove, rss{items: from(100, 93)}, from(100, 93), 2, ""},
		{"is deleted in the middle of the feed", data.GoneRemove, rss{items: concat(from(101, 97), from(94, 91))}, concat(from(101, 97), from(94, 91)), 2, ""},
		{"is kept if most are missing at once", data.GoneRemove, rss{items: from(101, 98)}, from(101, 91), 0, "items are missing at once"},
		{"is kept if all are missing", data.GoneRemove, rss{}, from(100, 91), 0, "10 of 10 items"},
		{"is kept if an item cannot be read", data.GoneRemove, rss{items: append(from(100, 92), broken)}, from(100, 91), 0, "no episode is deleted"},
		{"is kept if a page cannot be read", data.GoneRemove, rss{items: from(100, 92), head: `<atom:link rel="next" href="/missing"/>`}, from(100, 91), 0, "404"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.feed(rss{title: "Crumb", items: from(100, 91)})
			id := w.add(data.FollowOptions{Gone: tt.policy}).ID
			tt.after.title = "Crumb"
			for range 2 {
				w.feed(tt.after)
				_, change, err := w.refresh(id)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, "episodes", episodes(crumb, tt.stored), w.all())
				diff(t, "removed", tt.removed, change.Removed)
				if text := strings.Join(change.Problems, "\n"); !strings.Contains(text, tt.problem) || tt.problem == "" && text != "" {
					t.Errorf("problems %q, want %q", text, tt.problem)
				}
				tt.after.head += "<ttl>60</ttl>" // changes the feed, but not its items
				tt.removed = 0
			}
		})
	}
}

func TestAnItemWithANewGUIDIsNotMissing(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	id := w.add(data.FollowOptions{Gone: data.GoneRemove}).ID
	items := from(100, 92)
	for i := range items {
		items[i].guid = "new-" + items[i].guid
	}
	w.feed(rss{title: "Crumb", items: items})
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Updated: 9, Removed: 1}, change)
	diff(t, "episodes", episodes(crumb, items), w.all())
}

const blocks = "<itunes:block>Yes</itunes:block>"

func TestABlockedFeed(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", head: blocks, items: from(100, 98)})
	if _, _, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{}); !errors.Is(err, data.ErrBadFeed) || !strings.Contains(err.Error(), "asks not to be listed") {
		t.Errorf("error %v of Add", err)
	}
	w.feed(rss{title: "Crumb", items: from(100, 98)})
	id := w.add(data.FollowOptions{}).ID
	w.upsert(numbered(90).episode(crumb)) // added by the owner
	if _, err := w.catalog.Delete(t.Context(), "episode-98"); err != nil {
		t.Fatal(err)
	}

	w.feed(rss{title: "Crumb", head: blocks, items: from(101, 98)})
	stored, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedIsBlocked, Removed: 2}, change)
	diff(t, "state", data.FeedBlocked, stored.State)
	diff(t, "episodes", []data.EpisodeID{"episode-90"}, w.ids())
	diff(t, "interval", follow.BlockedInterval, stored.Next.Sub(w.Now()))
	_, change = w.mustRefresh(id)
	diff(t, "change of the next update", data.FeedChange{Outcome: data.FeedIsBlocked}, change)

	w.feed(rss{title: "Crumb", items: from(101, 98)})
	stored, change = w.mustRefresh(id)
	diff(t, "change after the block is removed", data.FeedChange{Outcome: data.FeedChanged, Added: 3}, change)
	diff(t, "state", data.FeedActive, stored.State)
	diff(t, "episodes", []data.EpisodeID{"episode-101", "episode-100", "episode-99", "episode-90"}, w.ids())
}

func TestABlockedItem(t *testing.T) {
	w := newFixture(t, follow.Options{})
	block := func(e *feedItem) { e.more = blocks }
	w.feed(rss{title: "Crumb", items: []feedItem{numbered(100).with(block), numbered(99)}})
	id := w.add(data.FollowOptions{}).ID
	diff(t, "episodes", episodes(crumb, from(99, 99)), w.all())
	w.feed(rss{title: "Crumb", items: []feedItem{numbered(100), numbered(99).with(block)}})
	_, change := w.mustRefresh(id)
	diff(t, "change", data.FeedChange{Outcome: data.FeedChanged, Added: 1, Removed: 1}, change)
	diff(t, "episodes", episodes(crumb, from(100, 100)), w.all())
	w.feed(rss{title: "Crumb", items: from(100, 99)})
	w.mustRefresh(id)
	diff(t, "episodes at the end", episodes(crumb, from(100, 99)), w.all())
}

func TestRefreshResumesAnEndedFeed(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 98)})
	id := w.add(data.FollowOptions{}).ID
	for _, step := range []struct {
		page    http.HandlerFunc
		outcome data.FeedOutcome
		state   data.FeedState
		fails   bool
	}{
		{status(http.StatusGone), data.FeedHasEnded, data.FeedEnded, false},
		{status(http.StatusGone), data.FeedHasEnded, data.FeedEnded, false},
		{status(http.StatusBadGateway), "", data.FeedEnded, true},
		{body(rss{title: "Crumb", items: from(100, 98)}.String()), data.FeedUnchanged, data.FeedActive, false},
		{redirect(http.StatusFound, "/parked"), "", data.FeedActive, true},
	} {
		w.set("/parked", status(http.StatusGone)) // the target of a temporary redirect
		w.set("/feed", step.page)
		stored, change, err := w.refresh(id)
		if (err != nil) != step.fails {
			t.Errorf("error %v", err)
		}
		diff(t, "outcome", step.outcome, change.Outcome)
		diff(t, "state", step.state, stored.State)
		if stored.Next.IsZero() != (step.state == data.FeedEnded) {
			t.Errorf("next request at %s in state %s", stored.Next, step.state)
		}
	}
	diff(t, "episodes", episodes(crumb, from(100, 98)), w.all())
}

func TestManyProblemsAreCounted(t *testing.T) {
	w := newFixture(t, follow.Options{})
	items := from(100, 99)
	for n := range 80 {
		items = append(items, feedItem{guid: fmt.Sprint("broken ", n)})
	}
	w.feed(rss{title: "Crumb", items: items})
	_, change, err := w.follower.Add(t.Context(), w.URL+"/feed", data.FollowOptions{})
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "problems", 50, len(change.Problems))
	diff(t, "the last", "and 31 more", change.Problems[49])
}

// A truncated feed adds its complete items. It deletes nothing, and the next request is not
// conditional, because the validators may be those of the complete feed.
func TestATruncatedFeedOnlyAddsEpisodes(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	id := w.add(data.FollowOptions{Gone: data.GoneRemove}).ID
	text := rss{title: "Crumb", items: from(101, 91)}.String()
	w.set("/feed", body(text[:strings.LastIndex(text, "<item>")]))
	_, change, err := w.refresh(id)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "added", 1, change.Added)
	diff(t, "problems", 1, len(change.Problems))
	diff(t, "episodes", 11, len(w.all()))
	diff(t, "validators", "", w.stored(id).ETag)
	w.feed(rss{title: "Crumb", items: from(101, 91)})
	w.mustRefresh(id)
	diff(t, "episodes", 11, len(w.all()))
	if w.stored(id).ETag == "" {
		t.Error("the complete feed has no ETag")
	}
}
