package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"

	"segue/data"
	"segue/data/catalog"
)

// Read implements [catalog.Reader]. Until it returns, SQLite cannot truncate the
// log of a file in use.
func (c *Catalog) Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (revision int64, err error) {
	err = c.stream(ctx, each, func(tx *sql.Tx, each func(catalog.Stored) error) error {
		if revision, err = revisionOf(ctx, tx); err != nil {
			return err
		}
		return readEach(ctx, tx, with, each, "episodes", "ORDER BY newest, id")
	})
	if err != nil {
		return 0, err
	}
	return revision, nil
}

// Each implements [catalog.Reader]. For a file, at most one episode is in memory at a
// time.
func (c *Catalog) Each(ctx context.Context, ids []data.EpisodeID, with catalog.Contents, each func(catalog.Stored) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("catalog: read %d episodes: %w", len(ids), err)
	}
	return c.stream(ctx, each, func(tx *sql.Tx, each func(catalog.Stored) error) error {
		// CROSS JOIN prevents SQLite from reordering the two.
		return readEach(ctx, tx, with, each, "(SELECT value AS requested FROM json_each(?)) CROSS JOIN episodes ON id = requested", "", string(list))
	})
}

// OfShow implements [catalog.Reader].
func (c *Catalog) OfShow(ctx context.Context, show data.ShowID, with catalog.Contents, each func(catalog.Stored) error) error {
	return c.stream(ctx, each, func(tx *sql.Tx, each func(catalog.Stored) error) error {
		return readEach(ctx, tx, with, each, "episodes", "WHERE show_id = ? ORDER BY newest, id", string(show))
	})
}

// stream calls read on one state of the catalogue, and passes the episodes to each. For
// a file it passes them directly. For a database in memory it passes them after read has
// returned: reading blocks writers there, and each may write.
func (c *Catalog) stream(ctx context.Context, each func(catalog.Stored) error, read func(*sql.Tx, func(catalog.Stored) error) error) error {
	var buffered []catalog.Stored
	handle := each
	if c.keepAlive != nil {
		handle = func(e catalog.Stored) error { buffered = append(buffered, e); return nil }
	}
	if err := c.read(ctx, "read", func(tx *sql.Tx) error { return read(tx, handle) }); err != nil {
		return err
	}
	for _, e := range buffered {
		err := ctx.Err()
		if err == nil {
			err = each(e)
		}
		if err != nil {
			return fmt.Errorf("catalog: read: %w", err)
		}
	}
	return nil
}

// readEach calls each with the episodes of a FROM clause.
func readEach(ctx context.Context, tx *sql.Tx, with catalog.Contents, each func(catalog.Stored) error, from, order string, args ...any) error {
	text := "NULL, NULL"
	if with == catalog.WithTranscripts {
		text, from = "transcripts.text, segments.lines", from+" LEFT JOIN transcripts ON transcripts.episode = n"
	}
	from += " LEFT JOIN segments ON segments.episode = n"
	rows, err := tx.QueryContext(ctx, "SELECT "+episodeColumns+", episodes.digest, segments.digest, "+text+" FROM "+from+" "+order, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanStored(rows.Scan)
		if err != nil {
			return err
		}
		if err := each(e); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil { // SQLite may return more rows before it notices
			return err
		}
	}
	return rows.Err()
}

// scanStored reads a row of episodeColumns, the digests, the transcript and its segments.
func scanStored(scan func(...any) error) (catalog.Stored, error) {
	var digest, segments []byte
	var transcript, lines sql.NullString
	e, err := scanEpisode(scan, &digest, &segments, &transcript, &lines)
	if err != nil {
		return catalog.Stored{}, err
	}
	if len(digest) != sha256.Size {
		return catalog.Stored{}, fmt.Errorf("digest of episode %q has an invalid length of %d bytes; the file is damaged", e.ID, len(digest))
	}
	e.Transcript = transcript.String
	if e.Segments, err = decodeSegments(lines.String); err != nil {
		return catalog.Stored{}, fmt.Errorf("episode %q: %w", e.ID, err)
	}
	stored := catalog.Stored{Episode: e, Digest: [sha256.Size]byte(digest)}
	copy(stored.Segmented[:], segments)
	return stored, nil
}
