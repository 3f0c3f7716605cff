package sqlite

import (
	"context"
	"database/sql"

	"segue/data"
)

// Delete implements [catalog.Writer].
func (c *Catalog) Delete(ctx context.Context, ids ...data.EpisodeID) (deleted int, err error) {
	err = c.write(ctx, "delete", func(tx *sql.Tx) error {
		deleted, err = deleteAll(ctx, tx, ids)
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// deleteAll deletes episodes. If any of them existed, it raises the revision and limits
// the recorded deletions.
func deleteAll(ctx context.Context, tx *sql.Tx, ids []data.EpisodeID) (deleted int, err error) {
	statement, err := tx.PrepareContext(ctx, "DELETE FROM episodes WHERE id = ?")
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		result, err := statement.ExecContext(ctx, string(id))
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		deleted += int(n)
	}
	if deleted == 0 {
		return 0, nil
	}
	if err := limitDeletions(ctx, tx, maxDeletions); err != nil {
		return 0, err
	}
	return deleted, raiseRevision(ctx, tx)
}
