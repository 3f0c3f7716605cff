package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the database driver "sqlite"

	"segue/data/catalog"
)

// writeWait is how long a write waits for another process: longer than any
// batch of an import takes, so that only a stuck process is reported.
const writeWait = 30 * time.Second

// pageSize fits five vectors of 384 dimensions on a page with 4 % to spare;
// SQLite's own 4,096 bytes fit two and waste a quarter.
const pageSize = 8192

// walLimit is the size in bytes that the log of a file is cut to after it grew.
const walLimit = 16 << 20

// uri is a database's address in SQLite's form, without parameters.
type uri struct {
	address string
	memory  bool
}

func fileURI(absolute string) uri {
	path := filepath.ToSlash(absolute)
	if path[0] != '/' { // a drive's letter
		path = "/" + path
	}
	return uri{address: (&url.URL{Scheme: "file", Path: path}).String()}
}

// memoryURI names a database of SQLite's own VFS "memdb", in which connections
// share a database by its name.
func memoryURI(name string) uri {
	return uri{address: "file:/" + name, memory: true}
}

// with returns the address with the parameters that all connections have, and more.
func (u uri) with(more url.Values) string {
	all := url.Values{
		"_busy_timeout": {fmt.Sprint(writeWait.Milliseconds())},
		"_pragma":       {"temp_store(memory)"},
		"_error_rc":     {"1"}, // an error's text belongs to its code
	}
	for name, list := range more {
		all[name] = append(all[name], list...)
	}
	if u.memory {
		all.Set("vfs", "memdb")
	}
	return u.address + "?" + all.Encode()
}

// writer returns the connection that writes, to a database of today's schema.
func (u uri) writer(ctx context.Context) (*sql.DB, error) {
	db, err := sql.Open("sqlite", u.with(url.Values{
		"_txlock":       {"immediate"},
		"_foreign_keys": {"on"},
		"_synchronous":  {"normal"},
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

// readers returns the connections that only read.
func (u uri) readers() (*sql.DB, error) {
	db, err := sql.Open("sqlite", u.with(url.Values{"_query_only": {"on"}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(maxReaders)
	db.SetMaxIdleConns(maxReaders)
	return db, nil
}

// smallest is the size in bytes of the smallest database that is not empty.
const smallest = 512

// checkPath reports what SQLite would say less clearly.
func checkPath(path string) error {
	if path == "" {
		return errors.New("no path was given, name a file such as segue.db")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("choose a path that can be reached: %w", err)
	case info.IsDir():
		return fmt.Errorf("it is a folder, name a file in it such as %q", filepath.Join(path, "segue.db"))
	case !info.Mode().IsRegular():
		return errors.New("it is not an ordinary file, choose another path")
	case info.Size() > 0 && info.Size() < smallest: // SQLite would write over it
		return catalog.ErrNotCatalog
	}
	return nil
}
