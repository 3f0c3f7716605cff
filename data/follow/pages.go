package follow

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"segue/data/feed"
)

const (
	// maxPages is the most pages of an archive in one reading: a show with an episode a
	// day for thirty years, at thirty a page. What is left is read the next time.
	maxPages = 400
	// maxItems is the most items that are known of one feed: five times what one
	// document may have. A feed that makes up pages for ever ends there.
	maxItems = 5 * feed.MaxItems
)

// item is an item of the feed in this reading.
type item struct {
	feed.Item
	// entry is the episode that the item is, nil until it is chosen.
	entry *entry
}

// older is the address of the next page with older items.
func older(d document) string { return cmp.Or(d.Next, d.PrevArchive) }

// first stores a feed that was never read to the end, page by page as they come, so
// that episodes are there while an archive of a hundred pages is still being read.
func (r *reading) first(ctx context.Context, d document) error {
	from := older(d)
	r.lenient = from == ""
	r.noteItems(d.Problems)
	if err := r.store(ctx, r.name(d.Items)); err != nil {
		return err
	}
	if err := r.rename(ctx, true); err != nil {
		return err
	}
	r.known(d)
	if from != "" {
		if err := r.archive(ctx, from); err != nil {
			return err
		}
	}
	r.whole = r.feed.Archive == ""
	return nil
}

// archive stores the pages of the feed from an address to the end, and keeps after
// each where to go on.
func (r *reading) archive(ctx context.Context, from string) error {
	w := r.walk(from)
	for w.next != "" {
		r.feed.Archive = w.next
		if err := r.checkpoint(ctx); err != nil {
			return err
		}
		page, err := w.page(ctx)
		if err != nil {
			return err
		}
		if err := r.store(ctx, page); err != nil {
			return err
		}
	}
	r.feed.Archive = w.left
	return nil
}

// again stores a feed that was read before. Its pages are read until one has nothing
// new, or to the end where what is gone has to be known. All of them are read before
// anything is stored: an item with a new GUID is known by what has disappeared.
func (r *reading) again(ctx context.Context, d document) error {
	r.noteItems(d.Problems)
	w := r.walk(older(d))
	page := r.name(d.Items)
	items := page
	for w.next != "" && (r.removes() || r.differs(page)) {
		var err error
		if page, err = w.page(ctx); err != nil {
			return err
		}
		items = append(items, page...)
	}
	items, err := r.doubts(ctx, w, items)
	if err != nil {
		return err
	}
	r.whole, r.lenient = w.next == "" && w.left == "" && !w.cut, true
	if err := r.store(ctx, items); err != nil {
		return err
	}
	if err := r.rename(ctx, false); err != nil {
		return err
	}
	r.known(d)
	return r.goOn(ctx, w)
}

// doubts reads on to the end where a new item looks like an episode of an item that may
// be on a page which was not read: it may be that episode with a new GUID, or another
// that repeats it.
func (r *reading) doubts(ctx context.Context, w *walk, items []item) ([]item, error) {
	if w.next == "" {
		return items, nil
	}
	if doubtful, err := r.ambiguous(ctx, items); err != nil || !doubtful {
		return items, err
	}
	for w.next != "" {
		page, err := w.page(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	return items, nil
}

// goOn keeps where the archive is to be read on, or does so at once where an earlier
// reading broke off and this one did not come as far.
func (r *reading) goOn(ctx context.Context, w *walk) error {
	switch {
	case r.whole || w.left != "":
		r.feed.Archive = w.left
		return nil
	case r.feed.Archive == "":
		return nil
	}
	r.lenient = false
	return r.archive(ctx, r.feed.Archive)
}

// walk goes through the pages of a feed.
type walk struct {
	r *reading
	// next is the address of the page that follows, empty at the end and after a
	// failure.
	next string
	// left is the address of a page that could not be read.
	left string
	// cut says that there are more items than are read.
	cut     bool
	visited map[string]bool
}

func (r *reading) walk(from string) *walk {
	w := &walk{r: r, visited: map[string]bool{r.feed.URL: true}}
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
		w.r.note(fmt.Sprintf("%d pages were read, the others follow the next time", maxPages))
		return nil, nil
	}
	w.visited[at] = true
	d, _, err := w.r.f.fetch(ctx, wanted{address: at}, nil)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		w.next, w.left = "", at
		w.r.note(fmt.Sprintf("a page of the archive could not be read and is tried again the next time: %v", err))
		return nil, nil
	}
	w.r.noteItems(d.Problems)
	items := w.r.name(d.Items)
	w.to(older(d))
	switch {
	case len(items) == 0:
		w.next = ""
	case len(w.r.seen) > maxItems || len(w.r.items) > maxItems:
		w.next, w.cut = "", true
		w.r.note(fmt.Sprintf("the feed has more than %d items; older ones are not read", maxItems))
	}
	return items, nil
}

// name drops items that an earlier page had, as happens when a new one moves all
// others on, and tells apart those that have the same key by mistake.
func (r *reading) name(items []feed.Item) []item {
	named := make([]item, 0, len(items))
	for _, it := range items {
		mark := telling(it)
		if other, seen := r.seen[it.Key]; seen && other != mark {
			key := it.Key + "#" + mark[:12]
			if it.Episode.GUID != "" {
				it.Episode.GUID = key
			}
			it.Key = key
		}
		if _, seen := r.seen[it.Key]; seen {
			continue
		}
		r.seen[it.Key] = mark
		if !it.Blocked {
			r.keys = append(r.keys, it.Key)
		}
		named = append(named, item{Item: it})
	}
	return named
}

// telling is a hash of what tells two items apart that have one key.
func telling(it feed.Item) string {
	e := it.Episode
	sum := sha256.Sum256([]byte(strings.Join([]string{audioKey(e.Audio), e.URL, titleKey(e.Title), e.Published.UTC().Format("2006-01-02")}, "\n")))
	return hex.EncodeToString(sum[:])
}
