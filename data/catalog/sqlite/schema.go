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

// applicationID marks a file as Segue's: "Segu" in ASCII. SQLite keeps it in the file's
// header.
const applicationID = 0x53656775

// schemaVersion is the newest of the files in the folder schema, which are numbered from 1.
var schemaVersion = newestSchema()

func newestSchema() int {
	files, err := schemas.ReadDir("schema")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return len(files)
}

// prepare brings a database to today's schema. It changes nothing before it has
// seen that the database is empty or Segue's.
func prepare(ctx context.Context, db *sql.DB, memory bool) error {
	version, err := checkedVersion(ctx, db)
	if err != nil {
		return err
	}
	if !memory { // memdb has no write-ahead log
		if err := useLog(ctx, db); err != nil {
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

// checkedVersion returns the number of the database's schema, 0 for an empty one.
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
		return 0, fmt.Errorf("%w (schema %d, this one knows %d), update Segue or choose another path", catalog.ErrNewerSchema, version, schemaVersion)
	}
	return version, nil
}

// useLog turns on the write-ahead log. SQLite does not wait for another process
// that is doing the same, so this does.
func useLog(ctx context.Context, db *sql.DB) error {
	const pause = 5 * time.Millisecond
	for waited := time.Duration(0); ; waited += pause {
		var mode string
		err := db.QueryRowContext(ctx, "PRAGMA journal_mode = wal").Scan(&mode)
		switch {
		case err == nil && mode != "wal":
			return fmt.Errorf("its disk does not support a write-ahead log (journal mode %q), choose a path on a local disk", mode)
		case err == nil || !isBusy(err) || waited >= writeWait:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// migrate runs the schemas that the database lacks. It asks again for the
// version, because another process may have been first.
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
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schemaVersion))
	return err
}
