package catalog

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"

	"segue/data"
)

// Contents says how much of an episode is read.
type Contents int

// The contents of [Catalog.Read] and [Catalog.Each].
const (
	WithoutTranscripts Contents = iota
	WithTranscripts
)

// Stored is an episode as the catalogue has it.
type Stored struct {
	data.Episode
	// Digest names the whole content of the episode, with its transcript whether it
	// was read or not and without its id. Equal digests mean equal contents.
	Digest [sha256.Size]byte
}

// Read calls each with every episode, newest first, then by id, and returns the
// revision that they are of. All come from one state of the catalogue, whatever
// is written meanwhile. An error from each ends the reading and is wrapped.
//
// Each may use the catalogue, also to write. It should not take long: until Read
// ends, the log of a file in use cannot be cut.
func (c *Catalog) Read(ctx context.Context, with Contents, each func(Stored) error) (revision int64, err error) {
	err = c.stream(ctx, each, func(tx *sql.Tx, each func(Stored) error) error {
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

// Each calls each with the episodes that have the given ids, in the order of the
// ids and as often as an id stands there. Ids that are not in the catalogue are
// left out. All else is as with [Catalog.Read]; of a file, no more than one episode
// is in memory at once.
func (c *Catalog) Each(ctx context.Context, ids []data.EpisodeID, with Contents, each func(Stored) error) error {
	wanted, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("catalog: read %d episodes: %w", len(ids), err)
	}
	return c.stream(ctx, each, func(tx *sql.Tx, each func(Stored) error) error {
		// CROSS JOIN keeps SQLite from turning the two around.
		return readEach(ctx, tx, with, each, "(SELECT value AS wanted FROM json_each(?)) CROSS JOIN episodes ON id = wanted", "", string(wanted))
	})
}

// OfShow calls each with the episodes of a show, newest first, then by id. All else is
// as with [Catalog.Each].
func (c *Catalog) OfShow(ctx context.Context, show data.ShowID, with Contents, each func(Stored) error) error {
	return c.stream(ctx, each, func(tx *sql.Tx, each func(Stored) error) error {
		return readEach(ctx, tx, with, each, "episodes", "WHERE show_id = ? ORDER BY newest, id", string(show))
	})
}

// stream runs read on one state of the catalogue with a function that hands an
// episode to each: at once, or, because a database in memory shuts writers out
// while it is read and each may write, once all are read.
func (c *Catalog) stream(ctx context.Context, each func(Stored) error, read func(*sql.Tx, func(Stored) error) error) error {
	var kept []Stored
	now := each
	if c.anchor != nil {
		now = func(e Stored) error { kept = append(kept, e); return nil }
	}
	if err := c.read(ctx, "read", func(tx *sql.Tx) error { return read(tx, now) }); err != nil {
		return err
	}
	for _, e := range kept {
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

// readEach reads the episodes of a FROM clause in an order.
func readEach(ctx context.Context, tx *sql.Tx, with Contents, each func(Stored) error, from, order string, args ...any) error {
	text := "NULL"
	if with == WithTranscripts {
		text, from = "text", from+" LEFT JOIN transcripts ON episode = n"
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+episodeColumns+", digest, "+text+" FROM "+from+" "+order, args...)
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
		if err := ctx.Err(); err != nil { // SQLite may have rows left when it notices
			return err
		}
	}
	return rows.Err()
}

// scanStored reads a row of episodeColumns, the digest and the transcript.
func scanStored(scan func(...any) error) (Stored, error) {
	var digest []byte
	var transcript sql.NullString
	e, err := scanEpisode(scan, &digest, &transcript)
	if err != nil {
		return Stored{}, err
	}
	if len(digest) != sha256.Size {
		return Stored{}, fmt.Errorf("digest of episode %q has %d bytes: it is damaged", e.ID, len(digest))
	}
	e.Transcript = transcript.String
	return Stored{Episode: e, Digest: [sha256.Size]byte(digest)}, nil
}
