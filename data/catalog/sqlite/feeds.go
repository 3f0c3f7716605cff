package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"segue/data"
)

// feedColumns are the columns of the table feeds except the id, in the order of
// feedValues.
const feedColumns = `url, show_id, show_title, guid, state, gone, transcripts, added, checked, changed, next,
	failures, error, etag, last_modified, digest, ttl, archive, hub, topic, hub_until`

// Feeds implements [catalog.FeedStore].
func (c *Catalog) Feeds(ctx context.Context) ([]data.Feed, error) {
	feeds := []data.Feed{}
	err := c.read(ctx, "feeds", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, selectFeeds+" ORDER BY n")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			f, err := scanFeed(rows.Scan)
			if err != nil {
				return err
			}
			feeds = append(feeds, f)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return feeds, nil
}

// Feed implements [catalog.FeedStore].
func (c *Catalog) Feed(ctx context.Context, id data.FeedID) (data.Feed, error) {
	f, err := scanFeed(c.readers.QueryRowContext(ctx, selectFeeds+" WHERE id = ?", string(id)).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = data.ErrUnknownFeed
	}
	if err != nil {
		return data.Feed{}, fmt.Errorf("catalog: feed %q: %w", id, explain(ctx, err))
	}
	return f, nil
}

// AddFeed implements [catalog.FeedStore].
func (c *Catalog) AddFeed(ctx context.Context, f data.Feed) (data.Feed, error) {
	err := c.write(ctx, fmt.Sprintf("add feed %q", f.URL), func(tx *sql.Tx) error {
		known, err := exists(ctx, tx, "SELECT 1 FROM feeds WHERE url = ?", f.URL)
		switch {
		case err != nil:
			return err
		case known:
			return data.ErrKnownFeed
		case f.ID == "":
			if f.ID, err = freeFeedID(ctx, tx, f); err != nil {
				return err
			}
		}
		values := strings.Repeat(", ?", strings.Count(feedColumns, ",")+1)
		_, err = tx.ExecContext(ctx, "INSERT INTO feeds (id, "+feedColumns+") VALUES (?"+values+")", append([]any{string(f.ID)}, feedValues(f)...)...)
		return err
	})
	if err != nil {
		return data.Feed{}, err
	}
	return f, nil
}

// SaveFeed implements [catalog.FeedStore].
func (c *Catalog) SaveFeed(ctx context.Context, f data.Feed) error {
	return c.write(ctx, fmt.Sprintf("save feed %q", f.ID), func(tx *sql.Tx) error {
		taken, err := exists(ctx, tx, "SELECT 1 FROM feeds WHERE url = ? AND id <> ?", f.URL, string(f.ID))
		if err != nil {
			return err
		}
		if taken {
			return data.ErrKnownFeed
		}
		values := strings.Repeat(", ?", strings.Count(feedColumns, ","))
		result, err := tx.ExecContext(ctx, "UPDATE feeds SET ("+feedColumns+") = (?"+values+") WHERE id = ?", append(feedValues(f), string(f.ID))...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return data.ErrUnknownFeed
	})
}

// RemoveFeed implements [catalog.FeedStore].
func (c *Catalog) RemoveFeed(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error) {
	err = c.write(ctx, fmt.Sprintf("remove feed %q", id), func(tx *sql.Tx) error {
		known, err := exists(ctx, tx, "SELECT 1 FROM feeds WHERE id = ?", string(id))
		if err != nil {
			return err
		}
		if !known {
			return data.ErrUnknownFeed
		}
		if episodes {
			if deleted, err = deleteExclusive(ctx, tx, id); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM feeds WHERE id = ?", string(id))
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// deleteExclusive deletes the episodes that came from this feed only.
func deleteExclusive(ctx context.Context, tx *sql.Tx, id data.FeedID) (int, error) {
	ids, err := column[data.EpisodeID](ctx, tx, `SELECT id FROM episodes WHERE n IN (SELECT episode FROM feed_items WHERE feed = (SELECT n FROM feeds WHERE id = ?1))
		AND n NOT IN (SELECT episode FROM feed_items WHERE episode IS NOT NULL AND feed <> (SELECT n FROM feeds WHERE id = ?1)) ORDER BY id`, string(id))
	if err != nil {
		return 0, err
	}
	return deleteAll(ctx, tx, ids)
}

// freeFeedID returns the first id of [data.Feed.NewID] that is free.
func freeFeedID(ctx context.Context, tx *sql.Tx, f data.Feed) (data.FeedID, error) {
	for try := 0; ; try++ {
		id := f.NewID(try)
		taken, err := exists(ctx, tx, "SELECT 1 FROM feeds WHERE id = ?", string(id))
		if err != nil || !taken {
			return id, err
		}
	}
}

const selectFeeds = "SELECT id, " + feedColumns + `,
	(SELECT count(DISTINCT episode) FROM feed_items WHERE feed = feeds.n AND episode IS NOT NULL) FROM feeds`

func feedValues(f data.Feed) []any {
	digest := f.Digest
	if digest == nil {
		digest = []byte{}
	}
	return []any{f.URL, string(f.Show.ID), f.Show.Title, f.GUID, string(f.State), string(f.Gone), f.Transcripts,
		microseconds(f.Added), microseconds(f.Checked), microseconds(f.Changed), microseconds(f.Next),
		f.Failures, f.Error, f.ETag, f.LastModified, digest, int64(f.TTL / time.Second), f.Archive, f.Hub, f.Topic, microseconds(f.HubUntil)}
}

func scanFeed(scan func(...any) error) (data.Feed, error) {
	var f data.Feed
	err := scan(&f.ID, &f.URL, &f.Show.ID, &f.Show.Title, &f.GUID, &f.State, &f.Gone, &f.Transcripts,
		(*storedTime)(&f.Added), (*storedTime)(&f.Checked), (*storedTime)(&f.Changed), (*storedTime)(&f.Next),
		&f.Failures, &f.Error, &f.ETag, &f.LastModified, &f.Digest, (*storedSeconds)(&f.TTL), &f.Archive, &f.Hub, &f.Topic,
		(*storedTime)(&f.HubUntil), &f.Episodes)
	return f, err
}

// exists reports whether a query has a row.
func exists(ctx context.Context, q queryer, query string, args ...any) (bool, error) {
	var one int
	err := q.QueryRowContext(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// column returns the only column of a query.
func column[T any](ctx context.Context, tx *sql.Tx, query string, args ...any) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, rows.Err()
}
