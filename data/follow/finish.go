package follow

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
)

// checkpoint saves the progress. It makes the feed due again soon, in case the process
// ends before the update does.
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
		return u.feed, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, err) // a catalogue error, not a feed error
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
	stored, saveErr := u.f.catalog.Feed(ctx, u.feed.ID)
	if saveErr == nil {
		stored.Checked, stored.Failures, stored.Error = u.f.now(), stored.Failures+1, err.Error()
		var f *failure
		if errors.As(err, &f) {
			stored.Next = u.f.afterFailure(stored, f.after)
		} else {
			stored.Next = u.f.afterFailure(stored, 0)
		}
		stored, saveErr = u.f.save(ctx, stored, u.planned)
	}
	if saveErr != nil {
		return stored, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, errors.Join(err, saveErr))
	}
	return stored, u.change, fmt.Errorf("follow: feed %q: %w", u.feed.ID, err)
}
