package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

var derivedTable = hashedTable{table: "derived", name: "kind", hash: "input", value: "value", names: "kinds"}

// Derived implements [catalog.DerivedStore].
func (c *Catalog) Derived(ctx context.Context, kind string, inputs [][32]byte) (map[[32]byte][]byte, error) {
	found := make(map[[32]byte][]byte, len(inputs))
	err := c.read(ctx, "derived data", func(tx *sql.Tx) error {
		return derivedTable.each(ctx, tx, kind, inputs, func(input [32]byte, value []byte) error {
			found[input] = copied(value)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// copied returns a copy that is never nil, because nil is NULL in SQL.
func copied(value []byte) []byte { return append([]byte{}, value...) }

// SaveDerived implements [catalog.DerivedStore].
func (c *Catalog) SaveDerived(ctx context.Context, kind string, values map[[32]byte][]byte) error {
	if len(values) == 0 {
		return nil
	}
	return c.writeAs(ctx, recomputable, "save derived data", func(tx *sql.Tx) error {
		return saveHashed(ctx, tx, derivedTable, kind, values, copied)
	})
}

// PruneDerived implements [catalog.DerivedStore].
func (c *Catalog) PruneDerived(ctx context.Context, kind string, revision int64, keep map[[32]byte]bool) (deleted int, err error) {
	err = c.writeAs(ctx, recomputable, "prune derived data", func(tx *sql.Tx) error {
		if err := checkRevision(ctx, tx, revision); err != nil {
			return err
		}
		rows, err := unusedDerived(ctx, tx, kind, keep)
		if err != nil {
			return err
		}
		deleted = len(rows)
		return derivedTable.deleteRows(ctx, tx, rows)
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}

// unusedDerived returns the row numbers of a kind's values whose input is not in keep.
func unusedDerived(ctx context.Context, tx *sql.Tx, kind string, keep map[[32]byte]bool) (numbers []int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, input FROM derived WHERE kind = (SELECT n FROM kinds WHERE name = ?)", kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var input sql.RawBytes
		if err := rows.Scan(&n, &input); err != nil {
			return nil, err
		}
		if !isKept(keep, input) {
			numbers = append(numbers, n)
		}
	}
	return numbers, rows.Err()
}

// DropDerivedExcept implements [catalog.DerivedStore]. The file does not get smaller;
// SQLite reuses the free pages.
func (c *Catalog) DropDerivedExcept(ctx context.Context, kinds ...string) (deleted int, err error) {
	kept, err := json.Marshal(append([]string{}, kinds...))
	if err != nil {
		return 0, fmt.Errorf("catalog: drop derived data: %w", err)
	}
	err = c.writeAs(ctx, recomputable, "drop derived data", func(tx *sql.Tx) error {
		const others = "name NOT IN (SELECT value FROM json_each(?))"
		result, err := tx.ExecContext(ctx, "DELETE FROM derived WHERE kind IN (SELECT n FROM kinds WHERE "+others+")", string(kept))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return err
		}
		deleted = int(n)
		_, err = tx.ExecContext(ctx, "DELETE FROM kinds WHERE "+others, string(kept))
		return err
	})
	if err != nil {
		return 0, err
	}
	return deleted, nil
}
