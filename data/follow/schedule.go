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
	// minInterval is the minimum time between two requests. An hourly show is then at
	// most ten minutes late, and its server gets six requests an hour.
	minInterval = 10 * time.Minute
	// maxInterval is the maximum time between two requests to an active feed, also while
	// it fails, because an owner expects a new episode on the same day.
	maxInterval = 24 * time.Hour
	// hubInterval is the minimum interval while a hub sends notifications. Requests then
	// only find changes that the hub missed.
	hubInterval = 12 * time.Hour
	// blockedInterval is the interval of checks whether a feed may be listed again.
	blockedInterval = 7 * 24 * time.Hour
	// unknownInterval is the interval for feeds whose items have no dates.
	unknownInterval = 6 * time.Hour
	// rhythmDates is the number of newest dates that determine the interval. With more
	// dates, a new rhythm is detected too late. With fewer, a holiday changes the interval.
	rhythmDates = 11
	// rhythmShare is the divisor of the median gap between episodes. A weekly show is
	// requested every 17 hours.
	rhythmShare = 10
	// jitter is the maximum random change of an interval, as a share of it, up or down.
	// Without it, feeds that were added together would be requested together.
	jitter = 0.1
)

// rhythm returns the interval for a show: a tenth of the median gap between its dates. If
// the newest date is older than that gap, it is a tenth of the time since then, so that
// inactive shows get fewer requests. The dates are newest first.
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

// backoff returns the wait after a number of consecutive failures.
func backoff(failures int) time.Duration {
	return clamp(minInterval << min(max(failures-1, 0), 10))
}

// jittered changes a duration by the jitter. The result is at least floor.
func (f *Follower) jittered(d, floor time.Duration) time.Duration {
	at := f.o.Jitter()
	d += time.Duration(float64(d) * jitter * (2*at - 1))
	return max(d, floor+time.Duration(float64(floor)*jitter*at))
}

// next returns the time of the next request to a feed that was just read. The parameter
// fresh is the max-age of the response.
func (f *Follower) next(ctx context.Context, stored data.Feed, fresh time.Duration) (time.Time, error) {
	now := f.now()
	switch stored.State {
	case data.FeedEnded:
		return time.Time{}, nil
	case data.FeedBlocked:
		return now.Add(f.jittered(blockedInterval, 0)).Truncate(time.Microsecond), nil
	}
	page, err := f.catalog.List(ctx, catalog.Query{Filter: data.Filter{Shows: []data.ShowID{stored.Show.ID}}, Limit: rhythmDates})
	if err != nil {
		return time.Time{}, err
	}
	dates := make([]time.Time, 0, len(page.Episodes))
	for _, e := range page.Episodes {
		dates = append(dates, e.Published)
	}
	floor := min(max(stored.TTL, fresh), maxInterval)
	if stored.HubUntil.After(now) {
		floor = max(floor, hubInterval)
	}
	at := now.Add(f.jittered(rhythm(dates, now), floor)).Truncate(time.Microsecond)
	if renew := stored.HubUntil.Add(-hubMargin); renew.After(now.Add(minInterval)) && renew.Before(at) {
		at = renew
	}
	return at, nil
}

// afterFailure returns the time of the next attempt for a feed that failed.
func (f *Follower) afterFailure(stored data.Feed, retryAfter time.Duration) time.Time {
	if stored.State == data.FeedEnded {
		return time.Time{}
	}
	d := backoff(stored.Failures)
	if stored.State == data.FeedBlocked {
		d = blockedInterval
	}
	return f.now().Add(f.jittered(d, retryAfter)).Truncate(time.Microsecond)
}

// byNext orders feeds by the time at which they are due.
func byNext(a, b data.Feed) int {
	return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.ID, b.ID))
}
