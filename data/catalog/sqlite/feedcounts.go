package sqlite

import (
	"context"
	"fmt"

	"segue/data/catalog"
)

// FeedCounts implements [catalog.FeedStore]. It takes a few microseconds.
func (c *Catalog) FeedCounts(ctx context.Context) (catalog.FeedCounts, error) {
	var n catalog.FeedCounts
	err := c.readers.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state = 'active' AND failures > 0),
		count(*) FILTER (WHERE state <> 'active') FROM feeds`).Scan(&n.Followed, &n.Failing, &n.Ended)
	if err != nil {
		return catalog.FeedCounts{}, fmt.Errorf("catalog: count feeds: %w", explain(ctx, err))
	}
	return n, nil
}
