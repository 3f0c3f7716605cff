package server_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"time"

	"segue/data"
	"segue/data/catalog"
)

// follower is a fake follower. It has the titles of the episodes of each feed by URL.
type follower struct {
	catalog catalog.Store
	feeds   map[string][]string
	// wait can abort a fetch with an error. It may be nil.
	wait func(context.Context) error
}

const (
	cupsFeed = "https://cups.example/feed.xml?token=s3cret"
	tinsFeed = "https://tins.example/feed.xml"
)

func newFollower(c catalog.Store) *follower {
	return &follower{catalog: c, feeds: map[string][]string{cupsFeed: {"Green Tea", "Black Tea"}, tinsFeed: {"Oolong"}}}
}

var fetched = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

func (f *follower) Add(ctx context.Context, address string, o data.FollowOptions) (data.Feed, data.FeedChange, error) {
	if f.wait != nil {
		if err := f.wait(ctx); err != nil {
			return data.Feed{}, data.FeedChange{}, err
		}
	}
	if _, ok := f.feeds[address]; !ok {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("%s: %w: it answered with status 404", address, data.ErrBadFeed)
	}
	feed, err := f.catalog.AddFeed(ctx, data.Feed{
		URL: address, Show: data.Show{ID: "cups", Title: "Daily Cups"}, State: data.FeedActive, FollowOptions: o,
		Added: fetched, Checked: fetched, Changed: fetched, Next: fetched.Add(time.Hour), Hub: "https://hub.example/",
	})
	if err != nil {
		return f.feedAt(ctx, address), data.FeedChange{}, err
	}
	return f.fetch(ctx, feed)
}

// feedAt returns the followed feed with a URL, or an empty feed.
func (f *follower) feedAt(ctx context.Context, address string) data.Feed {
	feeds, _ := f.catalog.Feeds(ctx) // after an error there are no feeds
	for _, feed := range feeds {
		if feed.URL == address {
			return feed
		}
	}
	return data.Feed{}
}

func (f *follower) Refresh(ctx context.Context, id data.FeedID) (data.Feed, data.FeedChange, error) {
	feed, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return data.Feed{}, data.FeedChange{}, err
	}
	if _, ok := f.feeds[feed.URL]; !ok {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("feed %q: %w: it answered with status 404", id, data.ErrBadFeed)
	}
	return f.fetch(ctx, feed)
}

// fetch stores the episodes of a feed. An item without a title is a problem.
func (f *follower) fetch(ctx context.Context, feed data.Feed) (data.Feed, data.FeedChange, error) {
	change := data.FeedChange{Outcome: data.FeedUnchanged}
	var items []catalog.FeedEpisode
	for i, title := range f.feeds[feed.URL] {
		if title == "" {
			change.Problems = append(change.Problems, fmt.Sprintf("item %d has no title", i+1))
			continue
		}
		digest := sha256.Sum256([]byte(title))
		items = append(items, catalog.FeedEpisode{Key: title, Digest: digest[:], Episode: data.Episode{Title: title, Show: feed.Show, GUID: feed.URL + title}})
	}
	kept, err := f.catalog.UpsertItems(ctx, feed.ID, items)
	if err != nil {
		return data.Feed{}, data.FeedChange{}, err
	}
	if change.Added, change.Updated = kept.Added, kept.Updated; kept.Added+kept.Updated > 0 {
		change.Outcome = data.FeedChanged
	}
	feed, err = f.catalog.Feed(ctx, feed.ID)
	return feed, change, err
}

func (f *follower) Remove(ctx context.Context, id data.FeedID, episodes bool) (int, error) {
	return f.catalog.RemoveFeed(ctx, id, episodes)
}

// Callback returns the challenge of a hub and the size of the body.
func (f *follower) Callback() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, "%s %s %s %d", r.Method, r.URL.Path, r.URL.Query().Get("hub.challenge"), len(body))
	})
}
