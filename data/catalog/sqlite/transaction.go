package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// durability is the value of SQLite's setting synchronous.
type durability string

const (
	// durable writes are on the disk when they return, so a power failure loses none.
	durable durability = "full"
	// recomputable writes may be lost in a power failure, because they can be computed again.
	recomputable durability = "normal"
)

// write calls do in one durable transaction. If do fails, nothing is changed. The text what
// describes the operation in errors.
func (c *Catalog) write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	return c.writeAs(ctx, durable, what, do)
}

// writeAs is write with a durability.
func (c *Catalog) writeAs(ctx context.Context, d durability, what string, do func(*sql.Tx) error) error {
	err := c.health.beforeWrite()
	if err == nil {
		err = explain(ctx, c.transact(ctx, d, do))
		c.health.afterWrite(err)
	}
	if err != nil {
		return fmt.Errorf("catalog: %s: %w", what, err)
	}
	return nil
}

func (c *Catalog) transact(ctx context.Context, d durability, do func(*sql.Tx) error) error {
	connection, err := c.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := connection.ExecContext(ctx, "PRAGMA synchronous = "+string(d)); err != nil {
		return err
	}
	tx, err := connection.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
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
	err := c.health.replaced() // first, because a new connection would open the new file
	var revision int64
	if err == nil {
		revision, err = revisionOf(ctx, c.readers)
	}
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
