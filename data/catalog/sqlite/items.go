package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"segue/data"
	"segue/data/catalog"
)

// UpsertItems implements [catalog.FeedItems].
func (c *Catalog) UpsertItems(ctx context.Context, feed data.FeedID, items []catalog.FeedEpisode) (catalog.Change, error) {
	episodes := make([]data.Episode, len(items))
	for i, item := range items {
		episodes[i] = item.Episode
	}
	return c.upsert(ctx, episodes, func(tx *sql.Tx, ids []data.EpisodeID) error {
		number, err := feedNumber(ctx, tx, feed)
		if err != nil {
			return err
		}
		save, err := tx.PrepareContext(ctx, `INSERT INTO feed_items (feed, key, episode, digest, listed)
			VALUES (?, ?, (SELECT n FROM episodes WHERE id = ?), ?, 1)
			ON CONFLICT DO UPDATE SET (episode, digest, listed) = (excluded.episode, excluded.digest, 1)`)
		if err != nil {
			return err
		}
		for i, item := range items {
			if _, err := save.ExecContext(ctx, number, item.Key, string(ids[i]), item.Digest); err != nil {
				return err
			}
		}
		return nil
	})
}

// Items implements [catalog.FeedItems].
func (c *Catalog) Items(ctx context.Context, feed data.FeedID) (map[string]data.FeedItem, error) {
	items := map[string]data.FeedItem{}
	err := c.read(ctx, "items", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT key, coalesce(id, ''), feed_items.digest, listed
			FROM feed_items LEFT JOIN episodes ON episode = episodes.n WHERE feed = (SELECT n FROM feeds WHERE id = ?)`, string(feed))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var i data.FeedItem
			if err := rows.Scan(&i.Key, &i.Episode, &i.Digest, &i.Listed); err != nil {
				return err
			}
			items[i.Key] = i
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return items, nil
}

// ListItems implements [catalog.FeedItems].
func (c *Catalog) ListItems(ctx context.Context, feed data.FeedID, keys []string, remove bool) (deleted int, err error) {
	listed, err := json.Marshal(append([]string{}, keys...))
	if err != nil {
		return 0, fmt.Errorf("catalog: list items: %w", err)
	}
	err = c.write(ctx, "list items", func(tx *sql.Tx) error {
		number, err := feedNumber(ctx, tx, feed)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE feed_items SET listed = now FROM (SELECT key AS k, key IN (SELECT value FROM json_each(?2)) AS now FROM feed_items WHERE feed = ?1)
			WHERE feed = ?1 AND key = k AND listed <> now`, number, string(listed)); err != nil || !remove {
			return err
		}
		deleted, err = deleteUnlisted(ctx, tx, number)
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// DropItems implements [catalog.FeedItems].
func (c *Catalog) DropItems(ctx context.Context, feed data.FeedID, keys []string) (deleted int, err error) {
	dropped, err := json.Marshal(append([]string{}, keys...))
	if err != nil {
		return 0, fmt.Errorf("catalog: drop items: %w", err)
	}
	err = c.write(ctx, "drop items", func(tx *sql.Tx) error {
		number, err := feedNumber(ctx, tx, feed)
		if err != nil {
			return err
		}
		ids, err := column[data.EpisodeID](ctx, tx, `SELECT id FROM episodes
			WHERE n IN (SELECT episode FROM feed_items WHERE feed = ?1 AND key IN (SELECT value FROM json_each(?2)))
			AND n NOT IN (SELECT episode FROM feed_items WHERE listed AND episode IS NOT NULL
				AND NOT (feed = ?1 AND key IN (SELECT value FROM json_each(?2)))) ORDER BY id`, number, string(dropped))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM feed_items WHERE feed = ? AND key IN (SELECT value FROM json_each(?))", number, string(dropped)); err != nil {
			return err
		}
		deleted, err = deleteAll(ctx, tx, ids)
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// deleteUnlisted deletes the unlisted items of a feed, and their episodes if no feed
// lists them.
func deleteUnlisted(ctx context.Context, tx *sql.Tx, feed int64) (int, error) {
	ids, err := column[data.EpisodeID](ctx, tx, `SELECT id FROM episodes
		WHERE n IN (SELECT episode FROM feed_items WHERE feed = ? AND NOT listed)
		AND n NOT IN (SELECT episode FROM feed_items WHERE listed AND episode IS NOT NULL) ORDER BY id`, feed)
	if err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM feed_items WHERE feed = ? AND NOT listed", feed); err != nil {
		return 0, err
	}
	return deleteAll(ctx, tx, ids)
}

// feedNumber returns the number of the feed's row.
func feedNumber(ctx context.Context, tx *sql.Tx, id data.FeedID) (int64, error) {
	numbers, err := column[int64](ctx, tx, "SELECT n FROM feeds WHERE id = ?", string(id))
	if err == nil && len(numbers) == 0 {
		err = fmt.Errorf("feed %q: %w", id, data.ErrUnknownFeed)
	}
	if err != nil {
		return 0, err
	}
	return numbers[0], nil
}
