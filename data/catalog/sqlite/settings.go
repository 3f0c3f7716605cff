package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"segue/data/catalog"
)

// Setting implements [catalog.Settings].
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

// SetSetting implements [catalog.Settings].
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
		return raiseRevision(ctx, tx)
	})
}

// SetModel implements [catalog.Settings].
func (c *Catalog) SetModel(ctx context.Context, active, previous string) error {
	return c.write(ctx, "set the model", func(tx *sql.Tx) error {
		for key, value := range map[string]string{catalog.ActiveModel: active, catalog.PreviousModel: previous} {
			_, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
				ON CONFLICT DO UPDATE SET value = excluded.value`, key, value)
			if err != nil {
				return err
			}
		}
		return raiseRevision(ctx, tx)
	})
}

// raiseRevision increments the revision. A transaction calls it once, after its writes.
func raiseRevision(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE state SET revision = revision + 1")
	return err
}
