package follow

import (
	"context"
	"fmt"

	"segue/data/feed"
)

const (
	// maxPages is the most pages of an archive in one update: a show with an episode a
	// day for thirty years, at thirty a page. What is left is read the next time.
	maxPages = 400
	// maxItems is the most items that are known of one feed: five times what one
	// document may have. A feed that makes up pages for ever ends there.
	maxItems = 5 * feed.MaxItems
)

// walk goes through the pages of a feed.
type walk struct {
	update *update
	// next is the address of the page that follows, empty at the end and after a
	// failure.
	next string
	// left is the address of a page that could not be read.
	left string
	// cut says that there are more items than are read.
	cut     bool
	visited map[string]bool
}

func (u *update) walk(from string) *walk {
	w := &walk{update: u, visited: map[string]bool{u.feed.URL: true}}
	w.to(from)
	return w
}

// to goes on at an address that was not visited yet.
func (w *walk) to(address string) {
	w.next = ""
	if !w.visited[address] {
		w.next = address
	}
}

// page reads the next page and returns the items that none before it had. A page without
// such items ends the archive: some servers give the last page for ever. A page that
// fails is a problem and no error.
func (w *walk) page(ctx context.Context) ([]item, error) {
	at := w.next
	if len(w.visited) > maxPages {
		w.next, w.left = "", at
		w.update.addProblem(fmt.Sprintf("%d pages were read, the others follow the next time", maxPages))
		return nil, nil
	}
	w.visited[at] = true
	d, _, err := w.update.f.fetch(ctx, target{address: at}, nil)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		w.next, w.left = "", at
		w.update.addProblem(fmt.Sprintf("a page of the archive could not be read and is tried again the next time: %v", err))
		return nil, nil
	}
	w.update.addItemProblems(d.Problems)
	items := w.update.assignKeys(d.Items)
	w.to(older(d))
	switch {
	case len(items) == 0:
		w.next = ""
	case len(w.update.seen) > maxItems || len(w.update.items) > maxItems:
		w.next, w.cut = "", true
		w.update.addProblem(fmt.Sprintf("the feed has more than %d items; older ones are not read", maxItems))
	}
	return items, nil
}
