// Package catalog keeps episodes, and the vectors of their texts, in one SQLite
// file. The catalogue is the source of truth: indexes are built from it and may
// be thrown away.
//
// # Reading and writing
//
// Every write is one transaction. Reading never waits for writing, and sees the
// catalogue as it was when the reading began. Several processes may use one
// file at once; their writes wait for each other. A process that is killed
// leaves the last whole transaction behind.
//
// # Revisions
//
// A write that changes an episode or a setting raises the revision by one, in
// every process.
// Whoever derives something from episodes keeps the revision beside it.
//
// # Which episode is which
//
// An episode is found again by its id where it has one, and otherwise by
// [data.Episode.Identity]. It keeps the id that it was given first, whatever
// happens to its title.
//
// # What is kept
//
// Everything of an episode, except that the time of publication keeps whole
// microseconds and the duration whole seconds. An episode that is read has
// empty lists, never nil ones.
//
// # Size
//
// On disk, an episode takes about 1.2 KB beside title and description, and a
// vector of 384 dimensions 1.7 KB: 1,536 bytes of numbers, the rest is the hash,
// its index and what pages leave free.
package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// maxReaders is the most reads at once; more wait. Each has a connection with a
// page cache of 2 MB.
const maxReaders = 16

// Catalog is an open catalogue. It may be used by many goroutines at once.
type Catalog struct {
	// writer is one connection, so that writes queue here and not in SQLite.
	writer  *sql.DB
	readers *sql.DB
	// anchor keeps a catalogue in memory alive; nil for a file.
	anchor *sql.Conn
	close  func() error
}

// Open opens the catalogue in the file at path, and makes the file and its
// folder where they are missing. The errors say what to do: path is a folder,
// cannot be written, is not a catalogue, or was written by a newer version
// ([ErrNewerSchema]).
func Open(ctx context.Context, path string) (*Catalog, error) {
	c, err := openFile(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("catalog: open %q: %w", path, err)
	}
	return c, nil
}

func openFile(ctx context.Context, path string) (*Catalog, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(absolute), 0o755); err != nil {
		return nil, fmt.Errorf("its folder cannot be made, choose another path: %w", err)
	}
	return open(ctx, fileURI(absolute))
}

// memories numbers the catalogues in memory, so that each has a name.
var memories atomic.Int64

// OpenMemory opens a new, empty catalogue in memory, which is gone when it is
// closed or the process ends. Unlike one in a file, reading waits while a batch is
// written. It holds at most one gigabyte.
func OpenMemory(ctx context.Context) (*Catalog, error) {
	c, err := openMemory(ctx)
	if err != nil {
		return nil, fmt.Errorf("catalog: open in memory: %w", err)
	}
	return c, nil
}

func openMemory(ctx context.Context) (*Catalog, error) {
	c, err := open(ctx, memoryURI(fmt.Sprintf("catalog-%d", memories.Add(1))))
	if err != nil {
		return nil, err
	}
	if c.anchor, err = c.readers.Conn(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func open(ctx context.Context, uri uri) (*Catalog, error) {
	writer, err := uri.writer(ctx)
	if err != nil {
		return nil, err
	}
	readers, err := uri.readers()
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	c := &Catalog{writer: writer, readers: readers}
	c.close = sync.OnceValue(c.closeAll)
	return c, nil
}

// Close ends the use of the catalogue. A second Close does nothing.
func (c *Catalog) Close() error { return c.close() }

// closeAll closes the writer last, because the last connection tidies the file.
func (c *Catalog) closeAll() error {
	var errs [3]error
	if c.anchor != nil {
		errs[0] = c.anchor.Close()
	}
	errs[1], errs[2] = c.readers.Close(), c.writer.Close()
	if err := errors.Join(errs[:]...); err != nil {
		return fmt.Errorf("catalog: close: %w", err)
	}
	return nil
}
