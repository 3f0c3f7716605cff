package app

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/feed"
	"segue/data/follow"
	"segue/outbound"
)

// NewFollower returns a follower of the catalogue's feeds. Its requests follow the rules
// of [outbound.Feeds]; private allows this machine and private networks.
func NewFollower(c catalog.Store, private bool, o follow.Options) *follow.Follower {
	return follow.New(c, feedClient(private), o)
}

func feedClient(private bool) *http.Client {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = private, userAgent(), feed.MaxBody
	return outbound.New(policy)
}

// AddedFeed is the result of adding one of [ServeOptions.Feeds].
type AddedFeed struct {
	Feed   data.Feed
	Change data.FeedChange
	Took   time.Duration
	// Err is the error if the feed was not added. The next attempt is after Retry.
	Err   error
	Retry time.Duration
}

// firstRetry and lastRetry are the first and the longest pause between attempts to add a
// feed. A host may be down for a short time, but a wrong address fails until the operator
// corrects it.
const firstRetry, lastRetry = 10 * time.Second, 10 * time.Minute

// followFeeds follows the feeds of the catalogue until ctx ends, and adds the feeds at
// the addresses.
func (a *App) followFeeds(ctx context.Context, f *follow.Follower, addresses []string, report func(AddedFeed)) {
	var tasks sync.WaitGroup
	tasks.Go(func() { f.Run(ctx) })
	for _, address := range addresses {
		tasks.Go(func() { a.addFeed(ctx, f, address, report) })
	}
	tasks.Wait()
}

// addFeed adds the feed at an address. It tries again until it succeeds or ctx ends.
func (a *App) addFeed(ctx context.Context, f *follow.Follower, address string, report func(AddedFeed)) {
	for pause := firstRetry; ; pause = min(2*pause, lastRetry) {
		begin := time.Now()
		feed, change, err := f.Add(ctx, address, data.FollowOptions{Gone: data.GoneKeep})
		switch {
		case ctx.Err() != nil, errors.Is(err, data.ErrKnownFeed):
			return
		case err == nil:
			report(AddedFeed{Feed: feed, Change: change, Took: time.Since(begin)})
			return
		case feed.ID != "": // it is stored, and Run reads the rest
			a.log.Warn("a feed was read partly; the next refresh continues", "feed", feed.ID, "error", err)
			return
		}
		report(AddedFeed{Err: err, Retry: pause})
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
