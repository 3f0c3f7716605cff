package follow

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
)

// checkpoint saves the progress. The feed becomes due again shortly, in case this
// process ends before the update.
func (u *update) checkpoint(ctx context.Context) error {
	u.feed.Checked, u.feed.Next = u.f.now(), u.f.now().Add(minInterval)
	_, err := u.f.save(ctx, u.feed, u.planned)
	u.planned = u.feed.Next
	return err
}

// finish saves the result of the update and the time of the next one.
func (u *update) finish(ctx context.Context, err error) (data.Feed, data.FeedChange, error) {
	switch {
	case ctx.Err() != nil:
		return u.feed, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, context.Cause(ctx))
	case err != nil && !errors.Is(err, data.ErrBadFeed):
		return u.feed, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, err) // an error of the catalogue, not of the feed
	case err != nil:
		return u.saveFailure(ctx, err)
	}
	saved, err := u.saveSuccess(ctx)
	if err != nil {
		return u.feed, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, err)
	}
	u.addProblem(u.f.renewSubscription(ctx, saved))
	return saved, u.change, nil
}

// saveSuccess saves the feed after an update without an error.
func (u *update) saveSuccess(ctx context.Context) (data.Feed, error) {
	now := u.f.now()
	u.feed.Checked, u.feed.Failures, u.feed.Error = now, 0, ""
	if u.change.Added+u.change.Updated+u.change.Removed > 0 {
		u.feed.Changed = now
	}
	var err error
	if u.feed.Next, err = u.f.next(ctx, u.feed, u.fresh); err != nil {
		return data.Feed{}, err
	}
	return u.f.save(ctx, u.feed, u.planned)
}

// saveFailure saves the failure with the feed. Its other fields stay as they were.
func (u *update) saveFailure(ctx context.Context, err error) (data.Feed, data.FeedChange, error) {
	kept, saveErr := u.f.catalog.Feed(ctx, u.feed.ID)
	if saveErr == nil {
		kept.Checked, kept.Failures, kept.Error = u.f.now(), kept.Failures+1, err.Error()
		var f *failure
		if errors.As(err, &f) {
			kept.Next = u.f.afterFailure(kept, f.after)
		} else {
			kept.Next = u.f.afterFailure(kept, 0)
		}
		kept, saveErr = u.f.save(ctx, kept, u.planned)
	}
	if saveErr != nil {
		return kept, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, errors.Join(err, saveErr))
	}
	return kept, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, err)
}
