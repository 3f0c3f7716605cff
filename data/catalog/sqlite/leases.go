package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// Claim implements [catalog.LeaseStore].
func (c *Catalog) Claim(ctx context.Context, purpose, holder string, keys [][32]byte, until time.Time) (map[[32]byte]bool, error) {
	claimed := make(map[[32]byte]bool, len(keys))
	err := c.writeAs(ctx, recomputable, "claim leases", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE until <= ?", time.Now().UnixMicro()); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO leases (purpose, key, holder, until) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET until = excluded.until WHERE holder = excluded.holder`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, key := range keys {
			result, err := insert.ExecContext(ctx, purpose, key[:], holder, until.UnixMicro())
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			claimed[key] = claimed[key] || n > 0
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

// Release implements [catalog.LeaseStore].
func (c *Catalog) Release(ctx context.Context, holder string) error {
	return c.writeAs(ctx, recomputable, "release leases", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE holder = ?", holder)
		return err
	})
}
