package follow

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"segue/data"
)

// RefreshAll refreshes all feeds now, several at once, but one per host at a time. It
// calls report for each feed, in no particular order, and never concurrently. Feeds that
// have ended are reported but not requested. The returned error is an error of the
// context or of the catalogue, never of a feed.
func (f *Follower) RefreshAll(ctx context.Context, report func(data.Feed, data.FeedChange, error)) error {
	feeds, err := f.catalog.Feeds(ctx)
	if err != nil {
		return err
	}
	var reporting sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, f.o.Concurrent)
	for _, group := range byHost(feeds) {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			for _, stored := range group {
				if ctx.Err() != nil {
					return
				}
				saved, change, err := f.refreshOrSkip(ctx, stored)
				reporting.Lock()
				report(saved, change, err)
				reporting.Unlock()
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (f *Follower) refreshOrSkip(ctx context.Context, stored data.Feed) (data.Feed, data.FeedChange, error) {
	if stored.State == data.FeedEnded {
		return stored, data.FeedChange{Outcome: data.FeedHasEnded}, nil
	}
	saved, change, err := f.Refresh(ctx, stored.ID)
	if saved.ID == "" {
		saved = stored
	}
	return saved, change, err
}

func byHost(feeds []data.Feed) [][]data.Feed {
	var groups [][]data.Feed
	index := map[string]int{}
	for _, stored := range feeds {
		host := hostOf(stored.URL)
		i, ok := index[host]
		if !ok {
			i = len(groups)
			index[host] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], stored)
	}
	return groups
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
