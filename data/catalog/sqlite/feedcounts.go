package sqlite

import (
	"context"
	"fmt"
	"time"

	"segue/data/catalog"
)

// FeedCounts implements [catalog.FeedStore]. It takes a few microseconds.
func (c *Catalog) FeedCounts(ctx context.Context) (catalog.FeedCounts, error) {
	var n catalog.FeedCounts
	err := c.readers.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state = 'active' AND failures > 0),
		count(*) FILTER (WHERE state <> 'active'), count(*) FILTER (WHERE state = 'active' AND coalesce(next, 0) <= ?),
		min(coalesce(checked, added)) FILTER (WHERE state = 'active') FROM feeds`, microseconds(time.Now())).
		Scan(&n.Followed, &n.Failing, &n.Ended, &n.Due, (*storedTime)(&n.Oldest))
	if err != nil {
		return catalog.FeedCounts{}, fmt.Errorf("catalog: count feeds: %w", explain(ctx, err))
	}
	return n, nil
}
