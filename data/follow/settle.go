package follow

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
)

// checkpoint keeps how far the reading has come. The feed is due again shortly, in case
// this process does not live to go on.
func (r *reading) checkpoint(ctx context.Context) error {
	r.feed.Checked, r.feed.Next = r.f.now(), r.f.now().Add(minInterval)
	_, err := r.f.save(ctx, r.feed, r.planned)
	r.planned = r.feed.Next
	return err
}

// settle keeps how asking went, and when the feed is asked again.
func (r *reading) settle(ctx context.Context, err error) (data.Feed, data.FeedChange, error) {
	switch {
	case ctx.Err() != nil:
		return r.feed, r.change, fmt.Errorf("follow: feed %q: %w", r.feed.ID, context.Cause(ctx))
	case err != nil && !errors.Is(err, data.ErrBadFeed):
		return r.feed, r.change, fmt.Errorf("follow: feed %q: %w", r.feed.ID, err) // the catalogue's fault, and not the feed's
	case err != nil:
		return r.failed(ctx, err)
	}
	saved, err := r.succeeded(ctx)
	if err != nil {
		return r.feed, r.change, fmt.Errorf("follow: feed %q: %w", r.feed.ID, err)
	}
	r.note(r.f.keepHub(ctx, saved))
	return saved, r.change, nil
}

func (r *reading) succeeded(ctx context.Context) (data.Feed, error) {
	now := r.f.now()
	r.feed.Checked, r.feed.Failures, r.feed.Error = now, 0, ""
	if r.change.Added+r.change.Updated+r.change.Removed > 0 {
		r.feed.Changed = now
	}
	var err error
	if r.feed.Next, err = r.f.next(ctx, r.feed, r.fresh); err != nil {
		return data.Feed{}, err
	}
	return r.f.save(ctx, r.feed, r.planned)
}

// failed keeps a failure with the feed. All else stays as it was.
func (r *reading) failed(ctx context.Context, err error) (data.Feed, data.FeedChange, error) {
	kept, saveErr := r.f.catalog.Feed(ctx, r.feed.ID)
	if saveErr == nil {
		kept.Checked, kept.Failures, kept.Error = r.f.now(), kept.Failures+1, err.Error()
		var f *failure
		if errors.As(err, &f) {
			kept.Next = r.f.afterFailure(kept, f.after)
		} else {
			kept.Next = r.f.afterFailure(kept, 0)
		}
		kept, saveErr = r.f.save(ctx, kept, r.planned)
	}
	if saveErr != nil {
		return kept, r.change, fmt.Errorf("follow: feed %q: %w", r.feed.ID, errors.Join(err, saveErr))
	}
	return kept, r.change, fmt.Errorf("follow: feed %q: %w", r.feed.ID, err)
}
