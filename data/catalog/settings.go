package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Setting returns what [Catalog.SetSetting] kept under key, and false where
// nothing is.
func (c *Catalog) Setting(ctx context.Context, key string) (value string, ok bool, err error) {
	err = c.readers.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("catalog: read setting %q: %w", key, explain(ctx, err))
	}
	return value, true, nil
}

// SetSetting keeps value under key. Settings are what was measured on this
// catalogue and goes with it, such as the defaults of ranking; a key names what the
// value is for and the model that it was measured with, as in "ranking/MODEL".
// A value that differs from the one before raises the revision, so that whoever
// follows the catalogue, also in another process, reads it again.
func (c *Catalog) SetSetting(ctx context.Context, key, value string) error {
	return c.write(ctx, fmt.Sprintf("set %q", key), func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`, key, value)
		if err != nil {
			return err
		}
		if changed, err := result.RowsAffected(); err != nil || changed == 0 {
			return err
		}
		return raise(ctx, tx)
	})
}

// raise makes a new revision.
func raise(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE state SET revision = revision + 1")
	return err
}
