package follow

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"segue/data"
)

// Refresh requests a feed now, independent of its schedule, and stores its changes. A
// feed that has ended is followed again if its address has a valid feed.
//
// An item that was read before keeps its episode. A new item matches an episode of the
// show, in this order: with the same GUID; with the same audio, and the same title or
// day; with the same title and day. Otherwise the item becomes a new episode. An item
// never matches the episode of another item of the feed.
//
// A matched episode keeps its id. It also keeps its transcript, unless the item names
// other transcript files. An episode that was deleted from the catalogue does not come
// back.
//
// The error wraps [data.ErrUnknownFeed] if there is no such feed, and [data.ErrBadFeed]
// if the request failed or the response is not a feed. The error is then stored with
// the feed, and the episodes stay unchanged.
func (f *Follower) Refresh(ctx context.Context, id data.FeedID) (data.Feed, data.FeedChange, error) {
	return f.refresh(ctx, id, func(data.Feed) bool { return true })
}

// refresh waits until no other goroutine updates the feed. Then it updates the feed,
// unless still returns false for the stored row.
func (f *Follower) refresh(ctx context.Context, id data.FeedID, still func(data.Feed) bool) (data.Feed, data.FeedChange, error) {
	inner, release, err := f.feeds.acquire(ctx, string(id))
	if err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: feed %q: %w", id, err)
	}
	defer release()
	stored, err := f.catalog.Feed(inner, id)
	if err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: %w", err)
	}
	if !still(stored) {
		return stored, data.FeedChange{Outcome: data.FeedUnchanged}, nil
	}
	u := f.newUpdate(stored)
	return u.finish(inner, u.run(inner))
}

// run fetches the feed and stores its changes.
func (u *update) run(ctx context.Context) error {
	t := target{address: u.feed.URL}
	if len(u.feed.Digest) > 0 {
		t.etag, t.lastModified = u.feed.ETag, u.feed.LastModified
	}
	d, unchanged, err := u.f.fetch(ctx, t, u.feed.Digest)
	if f := (*failure)(nil); errors.As(err, &f) && f.status == http.StatusGone && f.permanent {
		return u.markEnded()
	}
	switch {
	case err != nil:
		return err
	case unchanged:
		return u.applyUnchanged(ctx, d)
	}
	if d, err = u.forward(ctx, d); err != nil {
		return err
	}
	return u.apply(ctx, d)
}

// forward moves the feed to its new address, if redirects or the feed name one.
func (u *update) forward(ctx context.Context, d feedDownload) (feedDownload, error) {
	newest, problem, err := u.f.forward(ctx, d)
	if err != nil {
		return d, err
	}
	u.addProblem(problem)
	moved, err := u.moveTo(ctx, newest.address)
	if moved || err != nil {
		return newest, err
	}
	if newest.address != d.address {
		_, err = u.moveTo(ctx, d.address)
	}
	return d, err
}
