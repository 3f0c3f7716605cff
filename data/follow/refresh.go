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

// refresh reads the feed if it is still wanted once nobody else reads it.
func (f *Follower) refresh(ctx context.Context, id data.FeedID, still func(data.Feed) bool) (data.Feed, data.FeedChange, error) {
	inner, release, err := f.feeds.take(ctx, string(id))
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
	r := f.newReading(kept)
	return r.settle(inner, r.ask(inner))
}

// ask fetches the feed, and stores what it says unless that is known.
func (r *reading) ask(ctx context.Context) error {
	w := wanted{address: r.feed.URL}
	if len(r.feed.Digest) > 0 {
		w.etag, w.lastModified = r.feed.ETag, r.feed.LastModified
	}
	d, unchanged, err := r.f.fetch(ctx, w, r.feed.Digest)
	if f := (*failure)(nil); errors.As(err, &f) && f.status == http.StatusGone && f.permanent {
		return r.end()
	}
	switch {
	case err != nil:
		return err
	case unchanged:
		return r.unchanged(ctx, d)
	}
	if d, err = r.forward(ctx, d); err != nil {
		return err
	}
	return r.take(ctx, d)
}

// forward moves the feed to where redirects and the feed itself say that it is.
func (r *reading) forward(ctx context.Context, d document) (document, error) {
	newest, problem, err := r.f.forward(ctx, d)
	if err != nil {
		return d, err
	}
	r.note(problem)
	moved, err := r.move(ctx, newest.address)
	if moved || err != nil {
		return newest, err
	}
	if newest.address != d.address {
		_, err = r.move(ctx, d.address)
	}
	return d, err
}
