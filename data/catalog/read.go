package catalog

import (
	"context"
	"database/sql"
	"fmt"

	"segue/data"
)

// Contents says how much of an episode is read.
type Contents int

// The contents of [Catalog.Read].
const (
	WithoutTranscripts Contents = iota
	WithTranscripts
)

// Read calls each with every episode, newest first, then by id, and returns the
// revision that they are of. All come from one state of the catalogue, whatever
// is written meanwhile. An error from each ends the reading and is wrapped.
//
// Each may use the catalogue, also to write. It should not take long: until Read
// ends, the log of a file in use cannot be cut.
func (c *Catalog) Read(ctx context.Context, with Contents, each func(data.Episode) error) (revision int64, err error) {
	var kept []data.Episode
	now := each
	if c.anchor != nil {
		// A database in memory shuts writers out while it is read, and each may write.
		now = func(e data.Episode) error { kept = append(kept, e); return nil }
	}
	err = c.read(ctx, "read", func(tx *sql.Tx) error {
		if revision, err = revisionOf(ctx, tx); err != nil {
			return err
		}
		return readEach(ctx, tx, with, now)
	})
	if err != nil {
		return 0, err
	}
	for _, e := range kept {
		err := ctx.Err()
		if err == nil {
			err = each(e)
		}
		if err != nil {
			return 0, fmt.Errorf("catalog: read: %w", err)
		}
	}
	return revision, nil
}

func readEach(ctx context.Context, tx *sql.Tx, with Contents, each func(data.Episode) error) error {
	query := "SELECT " + episodeColumns + ", NULL FROM episodes ORDER BY newest, id"
	if with == WithTranscripts {
		query = "SELECT " + episodeColumns + ", text FROM episodes LEFT JOIN transcripts ON episode = n ORDER BY newest, id"
	}
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var transcript sql.NullString
		e, err := scanEpisode(rows.Scan, &transcript)
		if err != nil {
			return err
		}
		e.Transcript = transcript.String
		if err := each(e); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil { // SQLite may have rows left when it notices
			return err
		}
	}
	return rows.Err()
}
