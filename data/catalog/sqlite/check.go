package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// maxFaults is the maximum number of faults of the file that are listed. More do not help.
const maxFaults = 20

// Faults is the result of [Check].
type Faults struct {
	// File has the faults that SQLite finds in the structure of the file.
	File []string
	// Episodes are the ids of episodes that cannot be read.
	Episodes []string
	// Orphans counts the rows that refer to a missing row, by table.
	Orphans map[string]int
}

// Found reports whether there is a fault.
func (f Faults) Found() bool { return len(f.File)+len(f.Episodes)+len(f.Orphans) > 0 }

// Check looks for faults in the catalogue of a file. It changes nothing. Other processes may
// use the catalogue. An error means that the file cannot be opened.
func Check(ctx context.Context, path string) (Faults, error) {
	db, err := openExisting(ctx, path)
	if err != nil {
		return Faults{}, fmt.Errorf("catalog: check %q: %w", path, err)
	}
	defer db.Close()
	f := Faults{File: fileFaults(ctx, db), Orphans: orphans(ctx, db)}
	f.Episodes, err = unreadable(ctx, db)
	if err != nil {
		f.File = append(f.File, "the list of episodes: "+err.Error())
	}
	return f, ctx.Err()
}

// fileFaults returns the result of SQLite's own check.
func fileFaults(ctx context.Context, db *sql.DB) []string {
	faults := []string{}
	rows, err := db.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", maxFaults))
	if err != nil {
		return []string{err.Error()}
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return append(faults, err.Error())
		}
		if text != "ok" {
			faults = append(faults, text)
		}
	}
	if err := rows.Err(); err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}

// orphans counts the rows without the row that they refer to, by table. Damage is reported by
// the other checks.
func orphans(ctx context.Context, db *sql.DB) map[string]int {
	found := map[string]int{}
	rows, err := db.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return found
	}
	defer rows.Close()
	for rows.Next() {
		var table, parent string
		var row sql.NullInt64
		var key int
		if rows.Scan(&table, &row, &parent, &key) == nil {
			found[table]++
		}
	}
	return found
}

// unreadable returns the ids of episodes that cannot be read.
func unreadable(ctx context.Context, db *sql.DB) (bad []string, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	bad = []string{}
	ids, err := idsOf(ctx, tx, "episodes ORDER BY newest, id")
	if err != nil {
		return bad, err
	}
	for _, id := range ids {
		row := tx.QueryRowContext(ctx, "SELECT "+storedColumns+transcriptColumns+" FROM episodes"+joinTranscripts+joinSegments+" WHERE id = ?", id)
		if _, err := scanStored(row.Scan); err != nil {
			bad = append(bad, id)
		}
	}
	return bad, nil
}
