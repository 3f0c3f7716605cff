package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the database driver "sqlite"

	"segue/data/catalog"
)

// busyTimeout is the maximum wait of a write for another process. It is longer than any
// batch of an import takes, so that only a stuck process causes an error.
const busyTimeout = 30 * time.Second

// pageSize is the size of a database page in bytes. Five vectors of 384 dimensions fill
// 96 % of it. With SQLite's default of 4,096 bytes, two vectors fill three quarters.
const pageSize = 8192

// walLimit is the size in bytes to which SQLite truncates the write-ahead log.
const walLimit = 16 << 20

// uri is the URI of a database, without parameters.
type uri struct {
	address string
	memory  bool
}

func fileURI(absolute string) uri {
	path := filepath.ToSlash(absolute)
	if path[0] != '/' { // it begins with a drive letter
		path = "/" + path
	}
	return uri{address: (&url.URL{Scheme: "file", Path: path}).String()}
}

// memoryURI returns the URI of a database in SQLite's VFS "memdb", in which connections
// share a database by its name.
func memoryURI(name string) uri {
	return uri{address: "file:/" + name, memory: true}
}

// with returns the URI with the parameters of all connections, and the given ones.
func (u uri) with(more url.Values) string {
	all := url.Values{
		"_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())},
		"_pragma":       {"temp_store(memory)"},
		"_error_rc":     {"1"}, // makes the text of an error match its code
	}
	for name, list := range more {
		all[name] = append(all[name], list...)
	}
	if u.memory {
		all.Set("vfs", "memdb")
	}
	return u.address + "?" + all.Encode()
}

// writer returns the connection for writes. It first updates the database to the current
// schema.
func (u uri) writer(ctx context.Context) (*sql.DB, error) {
	db, err := sql.Open("sqlite", u.with(url.Values{
		"_txlock":       {"immediate"},
		"_foreign_keys": {"on"},
		"_synchronous":  {string(durable)},
		"_pragma":       {fmt.Sprintf("page_size(%d)", pageSize), fmt.Sprintf("journal_size_limit(%d)", walLimit)},
	}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := prepare(ctx, db, u.memory); err != nil {
		return nil, errors.Join(explain(ctx, err), db.Close())
	}
	return db, nil
}

// readers returns the read-only connections, with more parameters if mode is not nil.
func (u uri) readers(mode url.Values) (*sql.DB, error) {
	parameters := url.Values{"_query_only": {"on"}}
	maps.Copy(parameters, mode)
	db, err := sql.Open("sqlite", u.with(parameters))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(maxReaders)
	db.SetMaxIdleConns(maxReaders)
	return db, nil
}

// minSize is the size in bytes of the smallest database that is not empty.
const minSize = 512

// checkPath checks the path, because the errors of SQLite are less clear.
func checkPath(path string) error {
	if path == "" {
		return errors.New("the path is empty; use a file such as segue.db")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot access it; choose another path: %w", err)
	case info.IsDir():
		return fmt.Errorf("it is a folder; use a file in it, such as %q", filepath.Join(path, "segue.db"))
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file; choose another path")
	case info.Size() > 0 && info.Size() < minSize: // SQLite would overwrite it
		return catalog.ErrNotCatalog
	}
	return nil
}
