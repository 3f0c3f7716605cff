package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"segue/data/catalog"
)

// hashedTable is a table that stores values by a name and a SHA-256. Its fields are the
// names of tables and columns.
type hashedTable struct {
	// table has the values, with a row number n.
	table string
	// name is the column with the number of the name, hash the column with the SHA-256,
	// and value the column with the value.
	name, hash, value string
	// names is the table of the names.
	names string
}

// each calls do with the stored values of the hashes. A value is valid during the call only.
func (t hashedTable) each(ctx context.Context, tx *sql.Tx, name string, hashes [][32]byte, do func(hash [32]byte, value []byte) error) error {
	// Sorted, so that a page of the file is read once and not for many parts.
	sorted := slices.SortedFunc(slices.Values(hashes), compareHashes)
	for part := range slices.Chunk(sorted, maxKeys) {
		if err := t.eachOfPart(ctx, tx, name, part, do); err != nil {
			return err
		}
	}
	return nil
}

func (t hashedTable) eachOfPart(ctx context.Context, tx *sql.Tx, name string, hashes [][32]byte, do func(hash [32]byte, value []byte) error) error {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s, %s FROM %s WHERE %s", t.hash, t.value, t.table, t.named(len(hashes))), t.arguments(name, hashes)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash, value sql.RawBytes
		if err := rows.Scan(&hash, &value); err != nil {
			return err
		}
		if len(hash) != 32 {
			return fmt.Errorf("a hash in %s has an invalid length of %d bytes; the file is damaged", t.table, len(hash))
		}
		if err := do([32]byte(hash), value); err != nil {
			return err
		}
	}
	return rows.Err()
}

// named returns the condition for the values of a name and n hashes; arguments returns
// its arguments.
func (t hashedTable) named(n int) string {
	return fmt.Sprintf("%s = (SELECT n FROM %s WHERE name = ?) AND %s IN %s", t.name, t.names, t.hash, placeholders(n))
}

func (t hashedTable) arguments(name string, hashes [][32]byte) []any {
	args := []any{name}
	for i := range hashes {
		args = append(args, hashes[i][:])
	}
	return args
}

// saveHashed stores values in t. It replaces existing values.
func saveHashed[V any](ctx context.Context, tx *sql.Tx, t hashedTable, name string, values map[[32]byte]V, encode func(V) []byte) error {
	if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO "+t.names+" (name) VALUES (?)", name); err != nil {
		return err
	}
	save, err := tx.PrepareContext(ctx, fmt.Sprintf(`INSERT INTO %[1]s (%[2]s, %[3]s, %[4]s) VALUES ((SELECT n FROM %[5]s WHERE name = ?), ?, ?)
		ON CONFLICT DO UPDATE SET %[4]s = excluded.%[4]s`, t.table, t.name, t.hash, t.value, t.names))
	if err != nil {
		return err
	}
	// Sorted, so that the same values make the same file.
	for _, hash := range slices.SortedFunc(maps.Keys(values), compareHashes) {
		if _, err := save.ExecContext(ctx, name, hash[:], encode(values[hash])); err != nil {
			return err
		}
	}
	return nil
}

func compareHashes(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) }

// deleteRows deletes the rows with the given numbers.
func (t hashedTable) deleteRows(ctx context.Context, tx *sql.Tx, numbers []int64) error {
	remove, err := tx.PrepareContext(ctx, "DELETE FROM "+t.table+" WHERE n = ?")
	if err != nil {
		return err
	}
	defer remove.Close()
	for _, n := range numbers {
		if _, err := remove.ExecContext(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// isKept reports whether a stored hash is in keep.
func isKept(keep map[[32]byte]bool, hash []byte) bool {
	return len(hash) == 32 && keep[[32]byte(hash)]
}

// checkRevision returns [catalog.ErrChanged] if the catalogue has another revision.
func checkRevision(ctx context.Context, tx *sql.Tx, revision int64) error {
	now, err := revisionOf(ctx, tx)
	if err == nil && now != revision {
		err = catalog.ErrChanged
	}
	return err
}
