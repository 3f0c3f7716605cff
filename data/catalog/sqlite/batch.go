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

// batch is one Upsert at work.
type batch struct {
	tx *sql.Tx
	// Statements, prepared once for the whole batch.
	byID, byIdentity, insert, update statement
	addPerson, dropPeople            statement
	addTag, dropTags                 statement
	setTranscript, dropTranscript    statement
	// seen are the episodes of the batch by their row.
	seen map[int64]*seen
	// named are the ids that the batch itself names, which are proposed to nobody.
	named map[data.EpisodeID]bool
}

type statement = *sql.Stmt

// seen compares an episode before the batch, nil for none, with now.
type seen struct{ before, now []byte }

// kept is the row of an episode that the catalogue has.
type kept struct {
	n      int64
	id     data.EpisodeID
	digest []byte
}

func newBatch(ctx context.Context, tx *sql.Tx, episodes []data.Episode) (*batch, error) {
	b := &batch{tx: tx, seen: map[int64]*seen{}, named: map[data.EpisodeID]bool{}}
	for _, e := range episodes {
		b.named[e.ID] = true
	}
	values := strings.Repeat(", ?", len(columns))
	for _, s := range []struct {
		into  *statement
		query string
	}{
		{&b.byID, "SELECT n, id, digest FROM episodes WHERE id = ?"},
		{&b.byIdentity, "SELECT n, id, digest FROM episodes WHERE identity = ?"},
		{&b.insert, "INSERT INTO episodes (id, identity, digest, " + recordColumns + ") VALUES (?, ?, ?" + values + ")"},
		{&b.update, "UPDATE episodes SET (identity, digest, " + recordColumns + ") = (?, ?" + values + ") WHERE n = ?"},
		{&b.addPerson, "INSERT OR IGNORE INTO people (name, episode) VALUES (?, ?)"},
		{&b.dropPeople, "DELETE FROM people WHERE episode = ?"},
		{&b.addTag, "INSERT OR IGNORE INTO tags (name, episode) VALUES (?, ?)"},
		{&b.dropTags, "DELETE FROM tags WHERE episode = ?"},
		{&b.setTranscript, "INSERT INTO transcripts (episode, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text"},
		{&b.dropTranscript, "DELETE FROM transcripts WHERE episode = ?"},
	} {
		var err error
		if *s.into, err = tx.PrepareContext(ctx, s.query); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// put keeps one episode and returns its id.
func (b *batch) put(ctx context.Context, index int, e data.Episode) (data.EpisodeID, error) {
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

// match returns the episode that the catalogue has already, or nil.
func (b *batch) match(ctx context.Context, index int, id data.EpisodeID, identity string) (*kept, error) {
	same, err := find(ctx, b.byIdentity, identity)
	if err != nil || id == "" {
		return same, err
	}
	named, err := find(ctx, b.byID, string(id))
	switch {
	case err != nil:
		return nil, err
	case named == nil:
		return same, nil
	case same != nil && same.n != named.n:
		return nil, &catalog.ConflictError{Index: index, ID: id, Same: same.id}
	}
	return named, nil
}

func find(ctx context.Context, s statement, key string) (*kept, error) {
	var k kept
	err := s.QueryRowContext(ctx, key).Scan(&k.n, &k.id, &k.digest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &k, err
}

// add keeps a new episode.
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
	b.seen[n] = &seen{now: r.digest}
	return id, b.addRest(ctx, n, r)
}

// freeID proposes ids until one is free.
func (b *batch) freeID(ctx context.Context, e data.Episode) (data.EpisodeID, error) {
	for try := 0; ; try++ {
		id := catalog.ProposeID(e, try)
		if b.named[id] {
			continue
		}
		taken, err := find(ctx, b.byID, string(id))
		if err != nil || taken == nil {
			return id, err
		}
	}
}

// replace changes an episode that differs from what is kept.
func (b *batch) replace(ctx context.Context, old *kept, r record) error {
	if b.seen[old.n] == nil {
		b.seen[old.n] = &seen{before: old.digest}
	}
	b.seen[old.n].now = r.digest
	if bytes.Equal(old.digest, r.digest) {
		return nil
	}
	if _, err := b.update.ExecContext(ctx, append(append([]any{r.identity, r.digest}, r.values...), old.n)...); err != nil {
		return err
	}
	for _, drop := range []statement{b.dropPeople, b.dropTags, b.dropTranscript} {
		if _, err := drop.ExecContext(ctx, old.n); err != nil {
			return err
		}
	}
	return b.addRest(ctx, old.n, r)
}

// addRest keeps what stands in tables beside the episode's.
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
	if r.transcript == "" {
		return nil
	}
	_, err := b.setTranscript.ExecContext(ctx, n, r.transcript)
	return err
}

// finish counts, and raises the revision where anything changed.
func (b *batch) finish(ctx context.Context, change *catalog.Change) error {
	for _, s := range b.seen {
		switch {
		case s.before == nil:
			change.Added++
		case bytes.Equal(s.before, s.now):
			change.Unchanged++
		default:
			change.Updated++
		}
	}
	if change.Added+change.Updated > 0 {
		if err := raise(ctx, b.tx); err != nil {
			return err
		}
	}
	var err error
	change.Revision, err = revisionOf(ctx, b.tx)
	return err
}
