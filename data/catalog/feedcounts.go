package catalog

import (
	"context"
	"fmt"
)

// FeedCounts says how many feeds there are, and how they are.
type FeedCounts struct {
	// Followed are asked for again and again; Failing are those of them whose last
	// attempt failed.
	Followed, Failing int
	// Ended are asked for no more: their publishers ended them, or ask not to be listed.
	Ended int
}

// FeedCounts counts the feeds. It costs some microseconds, however many episodes
// they have.
func (c *Catalog) FeedCounts(ctx context.Context) (FeedCounts, error) {
	var n FeedCounts
	err := c.readers.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state = 'active' AND failures > 0),
		count(*) FILTER (WHERE state <> 'active') FROM feeds`).Scan(&n.Followed, &n.Failing, &n.Ended)
	if err != nil {
		return FeedCounts{}, fmt.Errorf("catalog: count feeds: %w", explain(ctx, err))
	}
	return n, nil
}
