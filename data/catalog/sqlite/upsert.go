package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"segue/data"
	"segue/data/catalog"
)

// Upsert implements [catalog.Writer].
func (c *Catalog) Upsert(ctx context.Context, episodes []data.Episode) (catalog.Change, error) {
	return c.upsert(ctx, episodes, nil)
}

// upsert stores the episodes. In the same transaction it then calls after, unless that is
// nil, with their ids.
func (c *Catalog) upsert(ctx context.Context, episodes []data.Episode, after func(*sql.Tx, []data.EpisodeID) error) (catalog.Change, error) {
	change := catalog.Change{IDs: make([]data.EpisodeID, 0, len(episodes))}
	if err := catalog.Validate(episodes); err != nil {
		return catalog.Change{}, fmt.Errorf("catalog: upsert: %w", err)
	}
	err := c.write(ctx, "upsert", func(tx *sql.Tx) error {
		if err := saveAll(ctx, tx, episodes, &change); err != nil || after == nil {
			return err
		}
		return after(tx, change.IDs)
	})
	if err != nil {
		return catalog.Change{}, err
	}
	return change, nil
}

func saveAll(ctx context.Context, tx *sql.Tx, episodes []data.Episode, change *catalog.Change) error {
	b, err := newBatch(ctx, tx, episodes)
	if err != nil {
		return err
	}
	for i, e := range episodes {
		id, err := b.save(ctx, i, e)
		if err != nil {
			return err
		}
		change.IDs = append(change.IDs, id)
	}
	return b.finish(ctx, change)
}
