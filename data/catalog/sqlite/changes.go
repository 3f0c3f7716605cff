package sqlite

import (
	"context"
	"database/sql"

	"segue/data"
	"segue/data/catalog"
)

// maxDeletions is the maximum number of deletions that the catalogue records. They take
// about 1 MB. After more deletions a reader reads all episodes again, which takes seconds.
const maxDeletions = 10_000

// Changes implements [catalog.Reader]. Triggers of the schema record the changes.
func (c *Catalog) Changes(ctx context.Context, since int64) (catalog.Changes, error) {
	var changes catalog.Changes
	err := c.read(ctx, "changes", func(tx *sql.Tx) error {
		var recorded int64
		err := tx.QueryRowContext(ctx, "SELECT revision, recorded FROM state").Scan(&changes.Revision, &recorded)
		if err != nil || since < recorded || since > changes.Revision {
			return err
		}
		changes.Complete = true
		// CROSS JOIN prevents SQLite from reading all episodes in the order of their ids.
		changes.Changed, err = column[data.EpisodeID](ctx, tx, `SELECT id FROM changes CROSS JOIN episodes ON n = episode
			WHERE revision > ? ORDER BY id`, since)
		if err != nil {
			return err
		}
		changes.Deleted, err = column[data.EpisodeID](ctx, tx, "SELECT id FROM deletions WHERE revision > ? ORDER BY id", since)
		return err
	})
	if err != nil {
		return catalog.Changes{}, err
	}
	return changes, nil
}

// limitDeletions removes the deletions of the oldest revisions until at most limit are
// recorded.
func limitDeletions(ctx context.Context, tx *sql.Tx, limit int) error {
	_, err := tx.ExecContext(ctx, `UPDATE state SET recorded = max(recorded,
		coalesce((SELECT revision FROM deletions ORDER BY revision DESC LIMIT 1 OFFSET ?), 0))`, limit)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM deletions WHERE revision <= (SELECT recorded FROM state)")
	return err
}
