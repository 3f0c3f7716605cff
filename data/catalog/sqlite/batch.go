package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"strings"

	"segue/data"
	"segue/data/catalog"
)

// batch is the state of one Upsert.
type batch struct {
	tx *sql.Tx
	// The statements are prepared once for the whole batch.
	byID, byIdentity, insert, update statement
	addPerson, dropPeople            statement
	addTag, dropTags                 statement
	setTranscript, dropTranscript    statement
	setSegments, dropSegments        statement
	// changes are the changes of the batch by the number of the row.
	changes map[int64]*change
	// reserved are the ids in the batch. A new episode without an id gets none of them.
	reserved map[data.EpisodeID]bool
}

type statement = *sql.Stmt

// change holds the digests of an episode before the batch and now. The digest before
// is nil for a new episode.
type change struct{ before, now []byte }

// storedRow identifies the row of a stored episode.
type storedRow struct {
	n      int64
	id     data.EpisodeID
	digest []byte
}

func newBatch(ctx context.Context, tx *sql.Tx, episodes []data.Episode) (*batch, error) {
	b := &batch{tx: tx, changes: map[int64]*change{}, reserved: map[data.EpisodeID]bool{}}
	for _, e := range episodes {
		b.reserved[e.ID] = true
	}
	values := strings.Repeat(", ?", len(columns))
	// OR FAIL, because an error undoes the whole transaction. Otherwise SQLite would prepare
	// to undo each statement that has a trigger, which takes time.
	for _, s := range []struct {
		into  *statement
		query string
	}{
		{&b.byID, "SELECT n, id, digest FROM episodes WHERE id = ?"},
		{&b.byIdentity, "SELECT n, id, digest FROM episodes WHERE identity = ?"},
		{&b.insert, "INSERT OR FAIL INTO episodes (id, identity, digest, " + recordColumns + ") VALUES (?, ?, ?" + values + ")"},
		{&b.update, "UPDATE OR FAIL episodes SET (identity, digest, " + recordColumns + ") = (?, ?" + values + ") WHERE n = ?"},
		{&b.addPerson, "INSERT OR IGNORE INTO people (name, episode) VALUES (?, ?)"},
		{&b.dropPeople, "DELETE FROM people WHERE episode = ?"},
		{&b.addTag, "INSERT OR IGNORE INTO tags (name, episode) VALUES (?, ?)"},
		{&b.dropTags, "DELETE FROM tags WHERE episode = ?"},
		{&b.setTranscript, "INSERT INTO transcripts (episode, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text"},
		{&b.dropTranscript, "DELETE FROM transcripts WHERE episode = ?"},
		{&b.setSegments, "INSERT INTO segments (episode, digest, lines) VALUES (?, ?, ?)"},
		{&b.dropSegments, "DELETE FROM segments WHERE episode = ?"},
	} {
		var err error
		if *s.into, err = tx.PrepareContext(ctx, s.query); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// save stores one episode and returns its id.
func (b *batch) save(ctx context.Context, index int, e data.Episode) (data.EpisodeID, error) {
	r := newRecord(e)
	old, err := b.match(ctx, index, e.ID, r.identity)
	switch {
	case err != nil:
		return "", err
	case old == nil:
		return b.add(ctx, e, r)
	default:
		return old.id, b.replace(ctx, old, r)
	}
}

// match returns the stored row of an episode, or nil if the episode is new.
func (b *batch) match(ctx context.Context, index int, id data.EpisodeID, identity string) (*storedRow, error) {
	byIdentity, err := find(ctx, b.byIdentity, identity)
	if err != nil || id == "" {
		return byIdentity, err
	}
	byID, err := find(ctx, b.byID, string(id))
	switch {
	case err != nil:
		return nil, err
	case byID == nil:
		return byIdentity, nil
	case byIdentity != nil && byIdentity.n != byID.n:
		return nil, &catalog.ConflictError{Index: index, ID: id, Same: byIdentity.id}
	}
	return byID, nil
}

func find(ctx context.Context, s statement, key string) (*storedRow, error) {
	var row storedRow
	err := s.QueryRowContext(ctx, key).Scan(&row.n, &row.id, &row.digest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &row, err
}

// add stores a new episode.
func (b *batch) add(ctx context.Context, e data.Episode, r record) (data.EpisodeID, error) {
	id := e.ID
	if id == "" {
		var err error
		if id, err = b.freeID(ctx, e); err != nil {
			return "", err
		}
	}
	result, err := b.insert.ExecContext(ctx, append([]any{string(id), r.identity, r.digest}, r.values...)...)
	if err != nil {
		return "", err
	}
	n, err := result.LastInsertId()
	if err != nil {
		return "", err
	}
	b.changes[n] = &change{now: r.digest}
	return id, b.addRest(ctx, n, r)
}

// freeID returns the first proposed id that is free.
func (b *batch) freeID(ctx context.Context, e data.Episode) (data.EpisodeID, error) {
	for try := 0; ; try++ {
		id := catalog.ProposeID(e, try)
		if b.reserved[id] {
			continue
		}
		taken, err := find(ctx, b.byID, string(id))
		if err != nil || taken == nil {
			return id, err
		}
	}
}

// replace updates a stored episode if it differs.
func (b *batch) replace(ctx context.Context, old *storedRow, r record) error {
	if b.changes[old.n] == nil {
		b.changes[old.n] = &change{before: old.digest}
	}
	b.changes[old.n].now = r.digest
	if bytes.Equal(old.digest, r.digest) {
		return nil
	}
	if _, err := b.update.ExecContext(ctx, append(append([]any{r.identity, r.digest}, r.values...), old.n)...); err != nil {
		return err
	}
	for _, drop := range []statement{b.dropPeople, b.dropTags, b.dropTranscript, b.dropSegments} {
		if _, err := drop.ExecContext(ctx, old.n); err != nil {
			return err
		}
	}
	return b.addRest(ctx, old.n, r)
}

// addRest stores the people, tags, transcript and segments of an episode in their tables.
func (b *batch) addRest(ctx context.Context, n int64, r record) error {
	for _, name := range r.people {
		if _, err := b.addPerson.ExecContext(ctx, name, n); err != nil {
			return err
		}
	}
	for _, tag := range r.tags {
		if _, err := b.addTag.ExecContext(ctx, tag, n); err != nil {
			return err
		}
	}
	if r.transcript != "" {
		if _, err := b.setTranscript.ExecContext(ctx, n, r.transcript); err != nil {
			return err
		}
	}
	if r.segments == "" {
		return nil
	}
	_, err := b.setSegments.ExecContext(ctx, n, segmentsDigest(r.segments), r.segments)
	return err
}

// finish sets the counts and the revision of the result. It raises the revision if an
// episode has changed.
func (b *batch) finish(ctx context.Context, result *catalog.Change) error {
	for _, s := range b.changes {
		switch {
		case s.before == nil:
			result.Added++
		case bytes.Equal(s.before, s.now):
			result.Unchanged++
		default:
			result.Updated++
		}
	}
	if result.Added+result.Updated > 0 {
		if err := raiseRevision(ctx, b.tx); err != nil {
			return err
		}
	}
	var err error
	result.Revision, err = revisionOf(ctx, b.tx)
	return err
}
