package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"segue/data"
	"segue/data/catalog"
)

// sortColumn returns the column that orders a listing, ascending.
func sortColumn(s catalog.Sort) string {
	if s == catalog.OldestFirst {
		return "oldest"
	}
	return "newest"
}

// List implements [catalog.Reader].
func (c *Catalog) List(ctx context.Context, q catalog.Query) (catalog.Page, error) {
	if q.Limit < 1 {
		q.Limit = catalog.DefaultLimit
	}
	after, err := parseCursor(q.Cursor, q.Sort)
	if err != nil {
		return catalog.Page{}, fmt.Errorf("catalog: list: %w", err)
	}
	page := catalog.Page{Episodes: []data.Episode{}}
	err = c.read(ctx, "list", func(tx *sql.Tx) error {
		count, args := countQuery(q)
		if err := tx.QueryRowContext(ctx, count, args...).Scan(&page.Total); err != nil {
			return err
		}
		return c.listPage(ctx, tx, q, after, &page)
	})
	if err != nil {
		return catalog.Page{}, err
	}
	return page, nil
}

// inOrderMin is the number of matches above which episodes are read in order. Sorting so
// many takes about two milliseconds. Reading 14,000 episodes in order takes longer if
// the matches are at the end, such as the episodes of an old topic.
const inOrderMin = 500

// listPage reads one page. It reads one more episode than the limit, to know whether
// there is another page. It leaves out damaged episodes.
func (c *Catalog) listPage(ctx context.Context, tx *sql.Tx, q catalog.Query, after *cursor, page *catalog.Page) error {
	where := plan{sort: q.Sort, inOrder: page.Total > inOrderMin}.where(q.Filter)
	where.only(q.Only)
	column := sortColumn(q.Sort)
	if after != nil {
		where.and("("+column+", id) > (?, ?)", after.key, string(after.id))
	}
	read := listing{c, tx, q, "SELECT " + episodeColumns + ", " + column + " FROM episodes WHERE "}
	selected := fmt.Sprintf("%s ORDER BY %s, id LIMIT ?", where, column)
	args := append(where.args, q.Limit+1)
	if _, err := read.rows(ctx, page, selected, args...); !isDamage(err) {
		return err
	}
	ids, err := idsOf(ctx, tx, "episodes WHERE "+selected, args...)
	if err != nil {
		return err
	}
	*page = catalog.Page{Episodes: []data.Episode{}, Total: page.Total}
	return read.oneByOne(ctx, page, ids)
}

// listing reads the episodes of a page.
type listing struct {
	c     *Catalog
	tx    *sql.Tx
	q     catalog.Query
	query string // without a condition
}

// rows adds the readable episodes of a condition to a page, and returns the last one. If there
// are more than fit, it sets Next.
func (l listing) rows(ctx context.Context, page *catalog.Page, condition string, args ...any) (last cursor, err error) {
	last.sort = l.q.Sort
	rows, err := l.tx.QueryContext(ctx, l.query+condition, args...)
	if err != nil {
		return last, err
	}
	defer rows.Close()
	for rows.Next() {
		if len(page.Episodes) == l.q.Limit {
			page.Next = last.String()
			break
		}
		e, err := scanEpisode(rows.Scan, &last.key)
		if err != nil {
			l.c.health.hide(string(e.ID), err)
			continue
		}
		last.id = e.ID
		page.Episodes = append(page.Episodes, e)
	}
	return last, rows.Err()
}

// oneByOne adds the readable episodes with the given ids to a page. The last id belongs to the
// next page if there are more than fit.
func (l listing) oneByOne(ctx context.Context, page *catalog.Page, ids []string) error {
	var last cursor
	for _, id := range ids[:min(len(ids), l.q.Limit)] {
		read, err := l.rows(ctx, page, "id = ?", id)
		switch {
		case isDamage(err):
			l.c.health.hide(id, err)
		case err != nil:
			return err
		case read.id != "":
			last = read
		}
	}
	if len(ids) > l.q.Limit && last.id != "" {
		page.Next = last.String()
	}
	return nil
}
