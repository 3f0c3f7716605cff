package follow

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"segue/data"
)

// RefreshAll asks for all feeds now, several at once but one of a host at a time, and
// tells report of each: not of two at once, in no order. Feeds that have ended are
// reported and not asked. The error is that of the context or of the catalogue, not of a
// feed.
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
			for _, kept := range group {
				if ctx.Err() != nil {
					return
				}
				saved, change, err := f.refreshOrSkip(ctx, kept)
				reporting.Lock()
				report(saved, change, err)
				reporting.Unlock()
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (f *Follower) refreshOrSkip(ctx context.Context, kept data.Feed) (data.Feed, data.FeedChange, error) {
	if kept.State == data.FeedEnded {
		return kept, data.FeedChange{Outcome: data.FeedHasEnded}, nil
	}
	saved, change, err := f.Refresh(ctx, kept.ID)
	if saved.ID == "" {
		saved = kept
	}
	return saved, change, err
}

func byHost(feeds []data.Feed) [][]data.Feed {
	var groups [][]data.Feed
	place := map[string]int{}
	for _, kept := range feeds {
		host := hostOf(kept.URL)
		i, ok := place[host]
		if !ok {
			i = len(groups)
			place[host] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], kept)
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
