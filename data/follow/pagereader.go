package follow

import (
	"context"
	"fmt"

	"segue/data/feed"
)

const (
	// maxPages is the maximum number of archive pages in one update. It is enough for an
	// episode a day for thirty years, at thirty per page. The next update reads the rest.
	maxPages = 400
	// maxItems is the maximum number of stored items of a feed: five times the limit of
	// one page. It stops the reader if a server generates pages without end.
	maxItems = 5 * feed.MaxItems
)

// pageReader reads the pages of a feed.
type pageReader struct {
	update *update
	// next is the address of the next page, empty at the end and after a failure.
	next string
	// failed is the address of a page that could not be read.
	failed string
	// truncated is true if the feed has more than maxItems items.
	truncated bool
	visited   map[string]bool
}

func (u *update) readPages(from string) *pageReader {
	r := &pageReader{update: u, visited: map[string]bool{u.feed.URL: true}}
	r.setNext(from)
	return r
}

// setNext continues at an address, unless it was visited.
func (r *pageReader) setNext(address string) {
	r.next = ""
	if !r.visited[address] {
		r.next = address
	}
}

// page reads the next page and returns the items that no earlier page had. A page without
// such items ends the archive, because some servers repeat the last page without end. If
// a page cannot be read, page adds a problem and returns no error.
func (r *pageReader) page(ctx context.Context) ([]item, error) {
	at := r.next
	if len(r.visited) > maxPages {
		r.next, r.failed = "", at
		r.update.addProblem(fmt.Sprintf("%d pages were read; the next refresh continues", maxPages))
		return nil, nil
	}
	r.visited[at] = true
	d, _, err := r.update.f.fetch(ctx, target{address: at}, nil)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		r.next, r.failed = "", at
		r.update.addProblem(fmt.Sprintf("cannot read a page of the archive; the next refresh tries it again: %v", err))
		return nil, nil
	}
	r.update.addItemProblems(d.Feed)
	items := r.update.assignKeys(d.Items)
	r.setNext(older(d))
	switch {
	case len(items) == 0:
		r.next = ""
	case len(r.update.seen) > maxItems || len(r.update.items) > maxItems:
		r.next, r.truncated = "", true
		r.update.addProblem(fmt.Sprintf("the feed has more than %d items; older items are not read", maxItems))
	}
	return items, nil
}
