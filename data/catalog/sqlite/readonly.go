package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"

	"segue/data/catalog"
)

// openReadOnly opens a file that cannot be written. If its folder cannot be written either,
// SQLite cannot create the shared memory of a write-ahead log. The file is then opened as one
// that nobody changes, unless it has a log with recent writes.
func openReadOnly(ctx context.Context, absolute string) (*Catalog, error) {
	c, err := openReaders(ctx, fileURI(absolute), url.Values{"mode": {"ro"}})
	if err == nil || hasLog(absolute) {
		return c, err
	}
	return openReaders(ctx, fileURI(absolute), url.Values{"mode": {"ro"}, "immutable": {"1"}})
}

func openReaders(ctx context.Context, u uri, mode url.Values) (*Catalog, error) {
	readers, err := u.readers(mode)
	if err != nil {
		return nil, err
	}
	version, err := checkedVersion(ctx, readers)
	switch {
	case err != nil:
		err = explain(ctx, err)
	case version != schemaVersion:
		err = fmt.Errorf("it has an older format (schema %d), and must be written once: %w", version, catalog.ErrReadOnly)
	}
	if err != nil {
		return nil, errors.Join(err, readers.Close())
	}
	c := &Catalog{readers: readers, health: &health{readOnly: true}}
	c.close = sync.OnceValue(c.closeAll)
	return c, nil
}

// hasLog reports whether a file has a write-ahead log with writes.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
