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
		return c.readEach(ctx, tx, with, each, "episodes", "ORDER BY newest, id")
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
		return c.readEach(ctx, tx, with, each, "(SELECT value AS requested FROM json_each(?)) CROSS JOIN episodes ON id = requested", "", string(list))
	})
}

// OfShow implements [catalog.Reader].
func (c *Catalog) OfShow(ctx context.Context, show data.ShowID, with catalog.Contents, each func(catalog.Stored) error) error {
	return c.stream(ctx, each, func(tx *sql.Tx, each func(catalog.Stored) error) error {
		return c.readEach(ctx, tx, with, each, "episodes", "WHERE show_id = ? ORDER BY newest, id", string(show))
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

// storedColumns and transcriptColumns are the columns that scanStored reads, from the table episodes with
// joinTranscripts and joinSegments.
var storedColumns = episodeColumns + ", episodes.digest, segments.digest"

const (
	transcriptColumns = ", transcripts.text, segments.lines"
	joinTranscripts   = " LEFT JOIN transcripts ON transcripts.episode = n"
	joinSegments      = " LEFT JOIN segments ON segments.episode = n"
)

// readEach calls each with the readable episodes of a FROM clause. If a page of the file is
// damaged, it reads the remaining episodes one by one.
func (c *Catalog) readEach(ctx context.Context, tx *sql.Tx, with catalog.Contents, each func(catalog.Stored) error, from, order string, args ...any) error {
	columns, join := "SELECT "+storedColumns+", NULL, NULL FROM ", joinSegments
	if with == catalog.WithTranscripts {
		columns, join = "SELECT "+storedColumns+transcriptColumns+" FROM ", joinTranscripts+joinSegments
	}
	read, err := c.readRows(ctx, tx, each, columns+from+join+" "+order, args...)
	if !isDamage(err) {
		return err
	}
	ids, err := idsOf(ctx, tx, from+" "+order, args...)
	if err != nil {
		return err
	}
	for _, id := range ids[min(read, len(ids)):] {
		_, err := c.readRows(ctx, tx, each, columns+"episodes"+join+" WHERE id = ?", id)
		switch {
		case isDamage(err):
			c.health.hide(id, err)
		case err != nil:
			return err
		}
	}
	return nil
}

// readRows calls each with the readable rows of a query, and returns the number of all rows.
func (c *Catalog) readRows(ctx context.Context, tx *sql.Tx, each func(catalog.Stored) error, query string, args ...any) (read int, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		read++
		e, err := scanStored(rows.Scan)
		if err != nil {
			c.health.hide(string(e.ID), err)
			continue
		}
		if err := each(e); err != nil {
			return read, err
		}
		if err := ctx.Err(); err != nil { // SQLite may return more rows before it notices
			return read, err
		}
	}
	return read, rows.Err()
}

// idsOf returns the ids of the episodes of a FROM clause. SQLite reads them from an index.
func idsOf(ctx context.Context, tx *sql.Tx, from string, args ...any) (ids []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT id FROM "+from, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// scanStored reads a row of storedColumns and transcriptColumns.
func scanStored(scan func(...any) error) (catalog.Stored, error) {
	var digest, segments []byte
	var transcript, lines sql.NullString
	e, err := scanEpisode(scan, &digest, &segments, &transcript, &lines)
	if err != nil {
		return catalog.Stored{Episode: e}, err
	}
	if len(digest) != sha256.Size {
		return catalog.Stored{Episode: e}, fmt.Errorf("digest of episode %q has an invalid length of %d bytes; the file is damaged", e.ID, len(digest))
	}
	e.Transcript = transcript.String
	if e.Segments, err = decodeSegments(lines.String); err != nil {
		return catalog.Stored{Episode: e}, fmt.Errorf("episode %q: %w", e.ID, err)
	}
	stored := catalog.Stored{Episode: e, Digest: [sha256.Size]byte(digest)}
	copy(stored.Segmented[:], segments)
	return stored, nil
}
