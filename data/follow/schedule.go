package follow

import (
	"cmp"
	"context"
	"slices"
	"time"

	"segue/data"
	"segue/data/catalog"
)

const (
	// minInterval is the shortest time between two askings. What is published every
	// hour is then ten minutes late at worst, and a server answers six times an hour.
	minInterval = 10 * time.Minute
	// maxInterval is the longest for a feed that is followed, also while it fails: an
	// owner expects today's episode today.
	maxInterval = 24 * time.Hour
	// hubInterval is the shortest where a hub tells of changes: asking is only for what
	// the hub forgets.
	hubInterval = 12 * time.Hour
	// blockedInterval is how often a feed is asked whether it may be listed again.
	blockedInterval = 7 * 24 * time.Hour
	// unknownInterval is for feeds whose items have no dates.
	unknownInterval = 6 * time.Hour
	// rhythmDates is the number of dates that the rhythm is read of: enough that a
	// holiday does not count, few enough that a new rhythm does.
	rhythmDates = 11
	// rhythmShare is the part of the usual gap after which a feed is asked again: a
	// tenth of a week is seventeen hours.
	rhythmShare = 10
	// jitter is the part by which times are spread, in both directions, so that feeds
	// which were added together are not asked together for ever.
	jitter = 0.1
)

// rhythm is how long to wait for the next asking: a tenth of the median gap between
// dates, or of the time since the newest of them where that is longer, so that a show
// that fell silent is asked less. Dates are newest first.
func rhythm(dates []time.Time, now time.Time) time.Duration {
	dates = slices.DeleteFunc(slices.Clone(dates), func(d time.Time) bool { return d.IsZero() || d.After(now) })
	if len(dates) == 0 {
		return unknownInterval
	}
	gap := now.Sub(dates[0])
	var gaps []time.Duration
	for i := 1; i < len(dates); i++ {
		gaps = append(gaps, dates[i-1].Sub(dates[i]))
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		gap = max(gap, gaps[len(gaps)/2])
	}
	return clamp(gap / rhythmShare)
}

func clamp(d time.Duration) time.Duration { return min(max(d, minInterval), maxInterval) }

// backoff is how long to wait after a number of failures in a row.
func backoff(failures int) time.Duration {
	return clamp(minInterval << min(max(failures-1, 0), 10))
}

// spread moves a time by the jitter, and never below floor.
func (f *Follower) spread(d, floor time.Duration) time.Duration {
	at := f.o.Jitter()
	d += time.Duration(float64(d) * jitter * (2*at - 1))
	return max(d, floor+time.Duration(float64(floor)*jitter*at))
}

// next is when a feed that was just read is asked again. Fresh is the time for which
// its server says that nothing changes.
func (f *Follower) next(ctx context.Context, kept data.Feed, fresh time.Duration) (time.Time, error) {
	now := f.now()
	switch kept.State {
	case data.FeedEnded:
		return time.Time{}, nil
	case data.FeedBlocked:
		return now.Add(f.spread(blockedInterval, 0)).Truncate(time.Microsecond), nil
	}
	page, err := f.catalog.List(ctx, catalog.Query{Filter: data.Filter{Shows: []data.ShowID{kept.Show.ID}}, Limit: rhythmDates})
	if err != nil {
		return time.Time{}, err
	}
	dates := make([]time.Time, 0, len(page.Episodes))
	for _, e := range page.Episodes {
		dates = append(dates, e.Published)
	}
	floor := min(max(kept.TTL, fresh), maxInterval)
	if kept.HubUntil.After(now) {
		floor = max(floor, hubInterval)
	}
	at := now.Add(f.spread(rhythm(dates, now), floor)).Truncate(time.Microsecond)
	if renew := kept.HubUntil.Add(-hubMargin); renew.After(now.Add(minInterval)) && renew.Before(at) {
		at = renew
	}
	return at, nil
}

// afterFailure returns the time of the next attempt for a feed that failed.
func (f *Follower) afterFailure(kept data.Feed, retryAfter time.Duration) time.Time {
	if kept.State == data.FeedEnded {
		return time.Time{}
	}
	d := backoff(kept.Failures)
	if kept.State == data.FeedBlocked {
		d = blockedInterval
	}
	return f.now().Add(f.spread(d, retryAfter)).Truncate(time.Microsecond)
}

// byNext orders feeds by when they are due.
func byNext(a, b data.Feed) int {
	return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.ID, b.ID))
}
