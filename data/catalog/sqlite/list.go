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
		return listPage(ctx, tx, q, after, &page)
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
// there is another page.
func listPage(ctx context.Context, tx *sql.Tx, q catalog.Query, after *cursor, page *catalog.Page) error {
	where := plan{sort: q.Sort, inOrder: page.Total > inOrderMin}.where(q.Filter)
	where.only(q.Only)
	column := sortColumn(q.Sort)
	if after != nil {
		where.and("("+column+", id) > (?, ?)", after.key, string(after.id))
	}
	query := fmt.Sprintf("SELECT %s, %s FROM episodes WHERE %s ORDER BY %s, id LIMIT ?", episodeColumns, column, where, column)
	rows, err := tx.QueryContext(ctx, query, append(where.args, q.Limit+1)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	last := cursor{sort: q.Sort}
	for rows.Next() {
		if len(page.Episodes) == q.Limit {
			page.Next = last.String()
			break
		}
		e, err := scanEpisode(rows.Scan, &last.key)
		if err != nil {
			return err
		}
		last.id = e.ID
		page.Episodes = append(page.Episodes, e)
	}
	return rows.Err()
}
