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

// Follow adds the feeds at the addresses to a running server. It ignores the feeds that it follows
// already.
func (s *Server) Follow(ctx context.Context, addresses []string) {
	select {
	case s.added <- addresses:
	case <-ctx.Done():
	}
}

// followFeeds follows the feeds of the catalogue until ctx ends, and adds the feeds of the options
// and of [Server.Follow].
func (s *Server) followFeeds(ctx context.Context) {
	var tasks sync.WaitGroup
	defer tasks.Wait()
	tasks.Go(func() { s.follower.Run(ctx) })
	begun := map[string]bool{}
	for addresses := s.options.Feeds; ; {
		for _, address := range addresses {
			if !begun[address] {
				begun[address] = true
				tasks.Go(func() { s.app.addFeed(ctx, s.follower, address, s.options.Added) })
			}
		}
		select {
		case addresses = <-s.added:
		case <-ctx.Done():
			return
		}
	}
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
