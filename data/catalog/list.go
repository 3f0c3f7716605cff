package catalog

import (
	"errors"

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

// DefaultLimit is the number of episodes on a page if the query has no limit.
const DefaultLimit = 20

// Query selects a page of the catalogue.
type Query struct {
	Filter data.Filter
	// Only restricts the page to these episodes, unless it is nil: to those with a topic, which a
	// store does not know.
	Only []data.EpisodeID
	Sort Sort
	// Limit is the largest number of episodes; below 1 it means [DefaultLimit].
	Limit int
	// Cursor is the Next of the previous page, empty for the first page.
	Cursor string
}

// Page is a part of the episodes that match a filter.
type Page struct {
	// Episodes have no transcripts.
	Episodes []data.Episode
	// Total counts the episodes on all pages.
	Total int
	// Next is the cursor of the next page, empty on the last one. It is URL-safe.
	Next string
}

// ErrBadCursor is returned if the cursor is invalid, or belongs to another order.
var ErrBadCursor = errors.New("bad cursor")
