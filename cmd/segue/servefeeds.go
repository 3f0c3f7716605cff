package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"segue/data"
	"segue/data/follow"
)

const (
	// firstRetry and lastRetry bound the wait before a feed of the command line is
	// tried again that could not be added: its host may be away for a moment, or the
	// address may be wrong, which nobody but the operator can mend.
	firstRetry, lastRetry = 10 * time.Second, 10 * time.Minute
)

// followFeeds follows the feeds of the catalogue, and those at the addresses, until ctx
// ends.
func followFeeds(ctx context.Context, t *terminal, f *follow.Follower, addresses []string) {
	var working sync.WaitGroup
	working.Go(func() { f.Run(ctx) })
	for _, address := range addresses {
		working.Go(func() { addFeed(ctx, t, f, address) })
	}
	working.Wait()
}

// addFeed adds the feed at an address, and tries again until it is there.
func addFeed(ctx context.Context, t *terminal, f *follow.Follower, address string) {
	for pause := firstRetry; ; pause = min(2*pause, lastRetry) {
		begin := time.Now()
		feed, change, err := f.Add(ctx, address, data.FollowOptions{Gone: data.GoneKeep})
		switch {
		case ctx.Err() != nil, errors.Is(err, data.ErrKnownFeed):
			return
		case err == nil:
			fmt.Fprintf(t.stderr, "segue: %s: %s in %s (feed %s)\n", feed.Show.Title, told(change), time.Since(begin).Round(10*time.Millisecond), feed.ID)
			return
		case feed.ID != "": // it is kept, and read on when it is due
			t.log.Warn("a feed was read in part, will go on", "feed", feed.ID, "error", err)
			return
		}
		fmt.Fprintf(t.stderr, "segue: %v; trying again in %s\n", err, pause)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
