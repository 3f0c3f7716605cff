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

// NewFollower returns a follower of the catalogue's feeds. It fetches by the rules for
// addresses that others choose; private allows this machine and private networks.
func NewFollower(c catalog.Store, private bool, o follow.Options) *follow.Follower {
	return follow.New(c, feedClient(private), o)
}

func feedClient(private bool) *http.Client {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = private, userAgent(), feed.MaxBody
	return outbound.New(policy)
}

// AddedFeed is the result of adding a feed that a server was started with.
type AddedFeed struct {
	Feed   data.Feed
	Change data.FeedChange
	Took   time.Duration
	// Err is why the feed could not be added. It is tried again after Retry.
	Err   error
	Retry time.Duration
}

// firstRetry and lastRetry bound the wait before a feed is tried again. Its host may be
// away for a moment, or the address may be wrong, which only the operator can correct.
const firstRetry, lastRetry = 10 * time.Second, 10 * time.Minute

// followFeeds follows the feeds of the catalogue and those at the addresses, until ctx
// ends.
func (a *App) followFeeds(ctx context.Context, f *follow.Follower, addresses []string, report func(AddedFeed)) {
	var working sync.WaitGroup
	working.Go(func() { f.Run(ctx) })
	for _, address := range addresses {
		working.Go(func() { a.addFeed(ctx, f, address, report) })
	}
	working.Wait()
}

// addFeed adds the feed at an address, and tries again until it is added.
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
		case feed.ID != "": // it is stored, and read on when it is due
			a.log.Warn("a feed was read in part, will go on", "feed", feed.ID, "error", err)
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
