package follow

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"segue/data"
)

// Refresh asks for a feed now, whatever its schedule says, and makes what it says what
// the catalogue holds. A feed that has ended is followed again where it gives a feed.
//
// An item is the episode that it became when it was read before. Otherwise it is, of
// the show's episodes, that with its GUID, else that with its audio and its title or
// day, else that with its title and day; and otherwise a new one. Only an episode that
// no other item of the feed is can be chosen. An episode keeps its id, and its
// transcript unless the item names other files of transcripts. An episode that was
// deleted from the catalogue does not come back.
//
// The error wraps [data.ErrUnknownFeed] where there is no such feed, and
// [data.ErrBadFeed] where asking failed: the failure is then kept with the feed, and
// the episodes are as they were.
func (f *Follower) Refresh(ctx context.Context, id data.FeedID) (data.Feed, data.FeedChange, error) {
	return f.refresh(ctx, id, func(data.Feed) bool { return true })
}

// refresh waits until no other goroutine updates the feed, and updates it if still
// reports true then.
func (f *Follower) refresh(ctx context.Context, id data.FeedID, still func(data.Feed) bool) (data.Feed, data.FeedChange, error) {
	inner, release, err := f.feeds.acquire(ctx, string(id))
	if err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: feed %q: %w", id, err)
	}
	defer release()
	kept, err := f.catalog.Feed(inner, id)
	if err != nil {
		return data.Feed{}, data.FeedChange{}, fmt.Errorf("follow: %w", err)
	}
	if !still(kept) {
		return kept, data.FeedChange{Outcome: data.FeedUnchanged}, nil
	}
	u := f.newUpdate(kept)
	return u.finish(inner, u.run(inner))
}

// run fetches the feed and stores its changes.
func (u *update) run(ctx context.Context) error {
	w := target{address: u.feed.URL}
	if len(u.feed.Digest) > 0 {
		w.etag, w.lastModified = u.feed.ETag, u.feed.LastModified
	}
	d, unchanged, err := u.f.fetch(ctx, w, u.feed.Digest)
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

// forward moves the feed to the address that redirects and the feed itself name.
func (u *update) forward(ctx context.Context, d document) (document, error) {
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
