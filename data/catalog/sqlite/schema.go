package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"time"

	"segue/data/catalog"
)

//go:embed schema
var schemas embed.FS

// applicationID identifies a file of Segue: "Segu" in ASCII. SQLite stores it in the
// header of the file.
const applicationID = 0x53656775

// schemaVersion is the number of the newest file in the folder schema. The files are
// numbered from 1.
var schemaVersion = newestSchema()

func newestSchema() int {
	files, err := schemas.ReadDir("schema")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return len(files)
}

// prepare updates a database to the current schema. It changes nothing unless the
// database is empty or a catalogue of Segue.
func prepare(ctx context.Context, db *sql.DB, memory bool) error {
	version, err := checkedVersion(ctx, db)
	if err != nil {
		return err
	}
	if !memory { // memdb has no write-ahead log
		if err := enableWAL(ctx, db); err != nil {
			return err
		}
	}
	if version == schemaVersion {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := migrate(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// queryer is a database or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// checkedVersion returns the schema version of a database, 0 if it is empty. It fails if
// the database is not a catalogue or has a newer schema.
func checkedVersion(ctx context.Context, q queryer) (int, error) {
	var application, version, objects int
	err := q.QueryRowContext(ctx, `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id, pragma_user_version`).Scan(&application, &version, &objects)
	switch {
	case err != nil:
		return 0, err
	case application != applicationID && (application != 0 || version != 0 || objects > 0):
		return 0, catalog.ErrNotCatalog
	case version > schemaVersion:
		return 0, fmt.Errorf("%w (schema %d, this version supports up to %d); update Segue or choose another path", catalog.ErrNewerSchema, version, schemaVersion)
	}
	return version, nil
}

// enableWAL turns on the write-ahead log. It waits for another process that does the
// same, because SQLite does not.
func enableWAL(ctx context.Context, db *sql.DB) error {
	const pause = 5 * time.Millisecond
	for waited := time.Duration(0); ; waited += pause {
		var mode string
		err := db.QueryRowContext(ctx, "PRAGMA journal_mode = wal").Scan(&mode)
		switch {
		case err == nil && mode != "wal":
			return fmt.Errorf("its disk does not support a write-ahead log (journal mode %q); choose a path on a local disk", mode)
		case err == nil || !isBusy(err) || waited >= busyTimeout:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// migrate runs the schemas that the database lacks. It reads the version again, because
// another process may have migrated the database.
func migrate(ctx context.Context, tx *sql.Tx) error {
	version, err := checkedVersion(ctx, tx)
	if err != nil {
		return err
	}
	for version < schemaVersion {
		version++
		script, err := schemas.ReadFile(fmt.Sprintf("schema/%d.sql", version))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("schema %d: %w", version, err)
		}
		if version == pagesSchema {
			if err := updatePages(ctx, tx); err != nil {
				return fmt.Errorf("schema %d: %w", version, err)
			}
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schemaVersion))
	return err
}
