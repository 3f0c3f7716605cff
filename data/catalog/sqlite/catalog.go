// Package sqlite is a [catalog.Store] in one SQLite file, or in memory.
//
// Reading never waits for writing. Several processes may use one file at once;
// their writes wait for each other.
//
// On disk, an episode takes about 1.2 KB in addition to its title and description.
// A vector of 384 dimensions takes 1.7 KB: 1,536 bytes of numbers, and the rest is
// the hash, its index and free space in pages.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"segue/data/catalog"
)

// maxReaders is the maximum number of concurrent reads; others wait. Each has a
// connection with a page cache of 2 MB.
const maxReaders = 16

// Catalog is an open catalogue. It implements [catalog.Store].
type Catalog struct {
	// writer has one connection, so that writes wait in Go and not in SQLite. It is nil
	// if the catalogue is read-only.
	writer  *sql.DB
	readers *sql.DB
	health  *health
	// keepAlive is a connection that keeps a catalogue in memory alive; nil for a file.
	keepAlive *sql.Conn
	close     func() error
}

var _ catalog.Store = (*Catalog)(nil)

// Open opens the catalogue in the file at path. It creates the file and its folder if
// they do not exist. A file that cannot be written is opened for reading; all writes then
// return [catalog.ErrReadOnly]. Open fails if path is a folder, is not a
// catalogue ([catalog.ErrNotCatalog]), or was written by a newer version
// ([catalog.ErrNewerSchema]). The error describes the solution.
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
		return nil, fmt.Errorf("cannot create its folder; choose another path: %w", err)
	}
	c, err := open(ctx, fileURI(absolute))
	if errors.Is(err, catalog.ErrReadOnly) && isFile(absolute) {
		c, err = openReadOnly(ctx, absolute)
	}
	if err == nil {
		c.health.watch(absolute)
	}
	return c, err
}

// memoryCount numbers the catalogues in memory, so that each has its own name.
var memoryCount atomic.Int64

// OpenMemory opens a new, empty catalogue in memory. Close deletes it. Unlike with a
// file, reading waits while a batch is written. The size limit is one gigabyte.
func OpenMemory(ctx context.Context) (*Catalog, error) {
	c, err := openMemory(ctx)
	if err != nil {
		return nil, fmt.Errorf("catalog: open in memory: %w", err)
	}
	return c, nil
}

func openMemory(ctx context.Context) (*Catalog, error) {
	c, err := open(ctx, memoryURI(fmt.Sprintf("catalog-%d", memoryCount.Add(1))))
	if err != nil {
		return nil, err
	}
	if c.keepAlive, err = c.readers.Conn(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func open(ctx context.Context, uri uri) (*Catalog, error) {
	writer, err := uri.writer(ctx)
	if err != nil {
		return nil, err
	}
	readers, err := uri.readers(nil)
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	c := &Catalog{writer: writer, readers: readers, health: &health{}}
	c.close = sync.OnceValue(c.closeAll)
	return c, nil
}

// Close closes the files. A second Close does nothing.
func (c *Catalog) Close() error { return c.close() }

// closeAll closes the writer last, because the last connection removes the write-ahead
// log.
func (c *Catalog) closeAll() error {
	var errs [3]error
	if c.keepAlive != nil {
		errs[0] = c.keepAlive.Close()
	}
	errs[1] = c.readers.Close()
	if c.writer != nil {
		errs[2] = c.writer.Close()
	}
	if err := errors.Join(errs[:]...); err != nil {
		return fmt.Errorf("catalog: close: %w", err)
	}
	return nil
}
