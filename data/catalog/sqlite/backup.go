package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Backup writes a copy of the catalogue in the file from to the new file to. Other processes
// may use the catalogue meanwhile, also to write. The copy is one state of the catalogue, is
// complete on the disk when Backup returns, and has no write-ahead log.
func Backup(ctx context.Context, from, to string) error {
	if err := backup(ctx, from, to); err != nil {
		return fmt.Errorf("catalog: back up %q to %q: %w", from, to, err)
	}
	return nil
}

func backup(ctx context.Context, from, to string) error {
	if isFile(to) {
		return errors.New("the file exists already; choose another name")
	}
	db, err := openExisting(ctx, from)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", to)
	if err == nil {
		err = syncFile(to)
	}
	if err != nil {
		os.Remove(to)
		return explain(ctx, err)
	}
	return nil
}

// openExisting opens a catalogue as it is, with one connection.
func openExisting(ctx context.Context, path string) (*sql.DB, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	mode := "rw" // the write-ahead log needs shared memory, which reading creates
	if !isFile(absolute) {
		return nil, errors.New("it does not exist")
	}
	db, err := sql.Open("sqlite", fileURI(absolute).with(url.Values{"mode": {mode}}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := checkedVersion(ctx, db); err != nil {
		return nil, errors.Join(explain(ctx, err), db.Close())
	}
	return db, nil
}

// syncFile waits until a file and its name are on the disk.
func syncFile(path string) error {
	for _, name := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f.Sync()
		if name != path {
			err = nil // some systems cannot sync a folder
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}
