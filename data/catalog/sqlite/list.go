package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"segue/data"
	"segue/data/catalog"
)

// sortColumn is the column that orders a listing, in ascending order.
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
		count, args := counting(q.Filter)
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

// few is a number of episodes that are sorted in two milliseconds or so. Looking
// through 14,000 in order for the first page of so few takes longer where they
// all lie at the end, as the episodes of an old topic do.
const few = 500

// listPage asks for one episode more than the limit, to know whether a page follows.
func listPage(ctx context.Context, tx *sql.Tx, q catalog.Query, after *cursor, page *catalog.Page) error {
	chosen := plan{sort: q.Sort, inOrder: page.Total > few}.filtered(q.Filter)
	column := sortColumn(q.Sort)
	if after != nil {
		chosen.and("("+column+", id) > (?, ?)", after.key, string(after.id))
	}
	query := fmt.Sprintf("SELECT %s, %s FROM episodes WHERE %s ORDER BY %s, id LIMIT ?", episodeColumns, column, chosen, column)
	rows, err := tx.QueryContext(ctx, query, append(chosen.args, q.Limit+1)...)
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
