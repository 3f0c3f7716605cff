package catalog

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"segue/data"
)

// InvalidError says that an episode cannot be kept as it is.
type InvalidError struct {
	// Index is the episode's place in the batch, from 0.
	Index int
	// Episode is its id, title or GUID, whichever it has first.
	Episode string
	// Err says what is wrong.
	Err error
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("episode %d (%q): %s", e.Index+1, e.Episode, e.Err)
}

// Unwrap returns what is wrong.
func (e *InvalidError) Unwrap() error { return e.Err }

// ConflictError says that an episode claims one id and is, by its GUID or by
// show, title and date, the same as another episode.
type ConflictError struct {
	// Index is the episode's place in the batch, from 0.
	Index int
	// ID is the id that the episode claims, Same the one that it is the same as.
	ID, Same data.EpisodeID
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("episode %d has the id %q but the GUID, or show, title and date, of %q; leave its id out or give it a GUID of its own",
		e.Index+1, e.ID, e.Same)
}

// explain returns err with what to do about it, where that is known, and the
// context's error where that is the cause.
func explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch code(err) {
	case sqlite3.SQLITE_NOTADB:
		return ErrNotCatalog
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("it cannot be written, allow writing to the file and its folder or choose another path: %w", err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("another process has been writing to it for over %s, try again when it is done: %w", writeWait, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("there is no room left, free some space and try again: %w", err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("the file is damaged, restore a copy or import again into a new file: %w", err)
	}
	return err
}

// code is SQLite's primary result code, 0 for an error of something else.
func code(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

func isBusy(err error) bool { return code(err) == sqlite3.SQLITE_BUSY }
