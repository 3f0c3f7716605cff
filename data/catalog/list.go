package catalog

import (
	"context"
	"database/sql"
	"fmt"

	"segue/data"
)

// Sort is the order of a listing. Equal dates are ordered by id, and episodes
// without a date come last, in both orders.
type Sort int

// The orders of a listing.
const (
	NewestFirst Sort = iota
	OldestFirst
)

// column is what the sort orders by, in ascending order.
func (s Sort) column() string {
	if s == OldestFirst {
		return "oldest"
	}
	return "newest"
}

// DefaultLimit is the number of episodes on a page for which none is given: one
// screen of titles.
const DefaultLimit = 20

// Query asks for a page of the catalogue.
type Query struct {
	Filter data.Filter
	Sort   Sort
	// Limit is the most episodes; below 1 it stands for [DefaultLimit].
	Limit int
	// Cursor is the Next of the page before, empty for the first page.
	Cursor string
}

// Page is a part of the episodes that a filter chooses.
type Page struct {
	// Episodes come without transcripts.
	Episodes []data.Episode
	// Total counts the episodes on all pages.
	Total int
	// Next is the cursor of the next page, empty on the last one. It is URL-safe.
	Next string
}

// List returns one page of the episodes that the filter chooses. Pages that
// follow each other repeat no episode and leave none out, also while others are
// added. A cursor that List did not make, or made for another order, is an error
// that wraps [ErrBadCursor].
func (c *Catalog) List(ctx context.Context, q Query) (Page, error) {
	if q.Limit < 1 {
		q.Limit = DefaultLimit
	}
	after, err := parseCursor(q.Cursor, q.Sort)
	if err != nil {
		return Page{}, fmt.Errorf("catalog: list: %w", err)
	}
	page := Page{Episodes: []data.Episode{}}
	err = c.read(ctx, "list", func(tx *sql.Tx) error {
		count, args := counting(q.Filter)
		if err := tx.QueryRowContext(ctx, count, args...).Scan(&page.Total); err != nil {
			return err
		}
		return listPage(ctx, tx, q, after, &page)
	})
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// few is a number of episodes that are sorted in two milliseconds or so. Looking
// through 14,000 in order for the first page of so few takes longer where they
// all lie at the end, as the episodes of an old topic do.
const few = 500

// listPage asks for one episode more than the limit, to know whether a page follows.
func listPage(ctx context.Context, tx *sql.Tx, q Query, after *cursor, page *Page) error {
	chosen := plan{sort: q.Sort, inOrder: page.Total > few}.filtered(q.Filter)
	column := q.Sort.column()
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
