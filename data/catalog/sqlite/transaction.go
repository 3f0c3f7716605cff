package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// write calls do in one transaction. If do fails, nothing is changed. The text what
// describes the operation in errors.
func (c *Catalog) write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("catalog: %s: %w", what, explain(ctx, err))
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return fmt.Errorf("catalog: %s: %w", what, explain(ctx, err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("catalog: %s: %w", what, explain(ctx, err))
	}
	return nil
}

// read calls do on one state of the catalogue.
func (c *Catalog) read(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := c.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("catalog: %s: %w", what, explain(ctx, err))
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return fmt.Errorf("catalog: %s: %w", what, explain(ctx, err))
	}
	return nil
}

// Revision implements [catalog.Reader]. It takes a few microseconds.
func (c *Catalog) Revision(ctx context.Context) (int64, error) {
	revision, err := revisionOf(ctx, c.readers)
	if err != nil {
		return 0, fmt.Errorf("catalog: read the revision: %w", explain(ctx, err))
	}
	return revision, nil
}

// revisionOf reads the revision.
func revisionOf(ctx context.Context, q queryer) (revision int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT revision FROM state").Scan(&revision)
	return revision, err
}

// Count implements [catalog.Reader].
func (c *Catalog) Count(ctx context.Context) (int, error) {
	var count int
	if err := c.readers.QueryRowContext(ctx, "SELECT count(*) FROM episodes").Scan(&count); err != nil {
		return 0, fmt.Errorf("catalog: count: %w", explain(ctx, err))
	}
	return count, nil
}
