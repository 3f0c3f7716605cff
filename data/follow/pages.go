package follow

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"segue/data/feed"
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
