package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Lost is what [Salvage] could not copy.
type Lost struct {
	// Rows counts the lost rows by table. It is a lower bound: a damaged page may have had
	// more rows than its index names.
	Rows map[string]int
	// Episodes are the ids of lost episodes, as far as they are known.
	Episodes []string
}

// Salvage copies everything that is readable from a damaged catalogue to the new file to. It
// leaves out rows that cannot be read, episodes with an invalid row, and rows that refer to
// missing ones.
func Salvage(ctx context.Context, from, to string) (Lost, error) {
	lost := Lost{Rows: map[string]int{}, Episodes: []string{}}
	if err := salvage(ctx, from, to, &lost); err != nil {
		for _, part := range parts {
			os.Remove(to + part)
		}
		return lost, fmt.Errorf("catalog: save %q to %q: %w", from, to, explain(ctx, err))
	}
	return lost, nil
}

func salvage(ctx context.Context, from, to string, lost *Lost) error {
	source, err := filepath.Abs(from)
	if err != nil {
		return err
	}
	c, err := Open(ctx, to)
	if err != nil {
		return err
	}
	defer c.Close()
	connection, err := c.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := connection.ExecContext(ctx, "ATTACH ? AS damaged", fileURI(source).address+"?mode=rw"); err != nil {
		return err
	}
	s := salvager{connection, lost}
	if err := s.all(ctx); err != nil {
		return err
	}
	_, err = connection.ExecContext(ctx, "DETACH damaged; PRAGMA wal_checkpoint(truncate); PRAGMA journal_mode = delete")
	return errors.Join(err, connection.Close(), c.Close(), syncFile(to))
}

// salvager copies tables from the attached database "damaged".
type salvager struct {
	*sql.Conn
	lost *Lost
}

// all copies all tables. Triggers would record the copied episodes as changes, so they are
// absent meanwhile.
func (s salvager) all(ctx context.Context) error {
	triggers, err := s.texts(ctx, "SELECT name FROM main.sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return err
	}
	definitions, err := s.texts(ctx, "SELECT sql FROM main.sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return err
	}
	tables, err := s.texts(ctx, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	if err != nil {
		return err
	}
	if err := s.run(ctx, "PRAGMA foreign_keys = off"); err != nil {
		return err
	}
	for _, name := range triggers {
		if err := s.run(ctx, "DROP TRIGGER "+name); err != nil {
			return err
		}
	}
	for _, table := range tables {
		if err := s.table(ctx, table); err != nil {
			return err
		}
	}
	if err := s.removeInvalid(ctx); err != nil {
		return err
	}
	for _, definition := range definitions {
		if err := s.run(ctx, definition); err != nil {
			return err
		}
	}
	// The revision must be one that no index has seen, because episodes are missing.
	return s.run(ctx, "UPDATE state SET revision = revision + 1, recorded = revision + 1")
}

// table copies one table: all rows at once, or, if that fails, ever smaller ranges.
func (s salvager) table(ctx context.Context, table string) error {
	columns, err := s.columns(ctx, table)
	if err != nil || len(columns) == 0 {
		return err
	}
	list := strings.Join(columns, ", ")
	copyRows := fmt.Sprintf("INSERT OR REPLACE INTO main.%[1]s (%[2]s) SELECT %[2]s FROM damaged.%[1]s", table, list)
	if s.run(ctx, copyRows) == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	var first, last sql.NullInt64
	err = s.QueryRowContext(ctx, fmt.Sprintf("SELECT (SELECT min(rowid) FROM damaged.%[1]s), (SELECT max(rowid) FROM damaged.%[1]s)", table)).Scan(&first, &last)
	if err != nil || !first.Valid { // the table has no row numbers, or both ends are damaged
		return s.withoutRowNumbers(ctx, table, copyRows)
	}
	return s.rows(ctx, table, copyRows, first.Int64, last.Int64)
}

// rows copies the rows with numbers from first to last. It halves a range that fails.
func (s salvager) rows(ctx context.Context, table, copyRows string, first, last int64) error {
	if first == last { // not as a range, for which SQLite would also read the next row
		if s.run(ctx, copyRows+" WHERE rowid = ?", first) != nil {
			s.lost.Rows[table]++
		}
		return ctx.Err()
	}
	if s.run(ctx, copyRows+" WHERE rowid BETWEEN ? AND ?", first, last) == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	middle := first + (last-first)/2
	if err := s.rows(ctx, table, copyRows, first, middle); err != nil {
		return err
	}
	return s.rows(ctx, table, copyRows, middle+1, last)
}

// withoutRowNumbers copies the first rows of a table up to the damage.
func (s salvager) withoutRowNumbers(ctx context.Context, table, copyRows string) error {
	copied := 0
	for step := 1 << 16; step > 0; step /= 2 {
		for s.run(ctx, copyRows+" LIMIT ? OFFSET ?", step, copied) == nil {
			var n int
			if err := s.QueryRowContext(ctx, "SELECT count(*) FROM main."+table).Scan(&n); err != nil {
				return err
			}
			if n == copied { // the end
				return ctx.Err()
			}
			copied = n
		}
	}
	s.lost.Rows[table]++
	return ctx.Err()
}

// columns returns the stored columns that both databases have.
func (s salvager) columns(ctx context.Context, table string) ([]string, error) {
	const query = "SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden = 0"
	own, err := s.texts(ctx, query, table, "main")
	if err != nil {
		return nil, err
	}
	theirs, err := s.texts(ctx, query, table, "damaged")
	return slices.DeleteFunc(own, func(name string) bool { return !slices.Contains(theirs, name) }), err
}

// removeInvalid deletes episodes whose row is invalid, and rows that refer to missing ones.
func (s salvager) removeInvalid(ctx context.Context) error {
	rows, err := s.QueryContext(ctx, "SELECT "+storedColumns+transcriptColumns+" FROM main.episodes AS episodes LEFT JOIN main.transcripts AS transcripts ON transcripts.episode = n LEFT JOIN main.segments AS segments ON segments.episode = n")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if e, err := scanStored(rows.Scan); err != nil {
			s.lost.Episodes = append(s.lost.Episodes, string(e.ID))
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, id := range s.lost.Episodes {
		if err := s.run(ctx, "DELETE FROM main.episodes WHERE id = ?", id); err != nil {
			return err
		}
	}
	known, err := s.texts(ctx, "SELECT id FROM damaged.episodes WHERE id NOT IN (SELECT id FROM main.episodes)")
	for _, id := range known { // also if the list is not complete
		if !slices.Contains(s.lost.Episodes, id) {
			s.lost.Episodes = append(s.lost.Episodes, id)
		}
	}
	if err != nil && !isDamage(err) {
		return err
	}
	slices.Sort(s.lost.Episodes)
	return s.removeOrphans(ctx)
}

// removeOrphans deletes rows that refer to missing ones. The item of a feed stays without its
// episode, as after a deletion, but the feed may add the episode again.
func (s salvager) removeOrphans(ctx context.Context) error {
	for _, statement := range []string{
		"DELETE FROM main.feed_items WHERE feed NOT IN (SELECT n FROM main.feeds) OR episode IS NOT NULL AND episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.segments WHERE episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.people WHERE episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.tags WHERE episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.transcripts WHERE episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.changes WHERE episode NOT IN (SELECT n FROM main.episodes)",
		"DELETE FROM main.vectors WHERE model NOT IN (SELECT n FROM main.models)",
		"DELETE FROM main.derived WHERE kind NOT IN (SELECT n FROM main.kinds)",
		"UPDATE main.feeds SET etag = '', last_modified = '', digest = x''", // so that lost episodes are read again
	} {
		if err := s.run(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (s salvager) run(ctx context.Context, statement string, args ...any) error {
	_, err := s.ExecContext(ctx, statement, args...)
	return err
}

// texts returns the first column of a query. After an error it also returns the texts before.
func (s salvager) texts(ctx context.Context, query string, args ...any) (list []string, err error) {
	rows, err := s.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return list, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
