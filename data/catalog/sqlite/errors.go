package sqlite

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"segue/data/catalog"
)

// explain adds advice to an error of SQLite. It returns the error of the context if
// that has ended.
func explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch code(err) {
	case sqlite3.SQLITE_NOTADB:
		return catalog.ErrNotCatalog
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %w", catalog.ErrReadOnly, err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("another process has been writing to it for over %s; try again later: %w", busyTimeout, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", catalog.ErrFull, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("the file is damaged; use a backup with \"segue restore\", or save what is readable with \"segue check --repair\": %w", err)
	}
	return err
}

// code returns SQLite's primary result code, or 0 for any other error.
func code(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

// isDamage reports whether SQLite could not read a page of the file.
func isDamage(err error) bool { return code(err) == sqlite3.SQLITE_CORRUPT }

func isBusy(err error) bool { return code(err) == sqlite3.SQLITE_BUSY }
