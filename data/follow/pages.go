package follow

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"segue/data/feed"
)

// item is an item of the feed in this update.
type item struct {
	feed.Item
	// match is the item's episode of the show, nil before it is found.
	match *showEpisode
}

// older returns the address of the next page with older items.
func older(d feedDownload) string { return cmp.Or(d.Next, d.PrevArchive) }

// readFirstTime stores a new feed page by page, so that the newest episodes are
// available while the rest of a long archive is being read.
func (u *update) readFirstTime(ctx context.Context, d feedDownload) error {
	from := older(d)
	u.lenient = from == ""
	u.addItemProblems(d.Feed)
	if err := u.saveItems(ctx, u.assignKeys(d.Items)); err != nil {
		return err
	}
	if err := u.rename(ctx, true); err != nil {
		return err
	}
	u.markFirstPageRead(d)
	if from != "" {
		if err := u.readArchive(ctx, from); err != nil {
			return err
		}
	}
	u.whole = u.feed.Archive == "" && !u.truncated
	return nil
}

// readArchive stores the pages from an address to the end. Before each page it saves the
// page's address.
func (u *update) readArchive(ctx context.Context, from string) error {
	r := u.readPages(from)
	for r.next != "" {
		u.feed.Archive = r.next
		if err := u.checkpoint(ctx); err != nil {
			return err
		}
		page, err := r.page(ctx)
		if err != nil {
			return err
		}
		if err := u.saveItems(ctx, page); err != nil {
			return err
		}
	}
	u.feed.Archive = r.failed
	return nil
}

// readAgain stores a feed that was read before. It reads pages until one has no changes,
// or all pages if missing episodes must be deleted. It stores items after the last page,
// because an item with a new GUID only matches an episode whose old item is missing.
func (u *update) readAgain(ctx context.Context, d feedDownload) error {
	u.addItemProblems(d.Feed)
	r := u.readPages(older(d))
	page := u.assignKeys(d.Items)
	items := page
	for r.next != "" && (u.removes() || u.differs(page)) {
		var err error
		if page, err = r.page(ctx); err != nil {
			return err
		}
		items = append(items, page...)
	}
	items, err := u.resolveAmbiguity(ctx, r, items)
	if err != nil {
		return err
	}
	u.whole, u.lenient = r.next == "" && r.failed == "" && !r.truncated && !u.truncated, !u.truncated
	if err := u.saveItems(ctx, items); err != nil {
		return err
	}
	if err := u.rename(ctx, false); err != nil {
		return err
	}
	u.markFirstPageRead(d)
	return u.resumeArchive(ctx, r)
}

// resolveAmbiguity reads the remaining pages if a new item looks like the episode of a
// stored item that may be on one of them. The new item may be that episode with a new
// GUID, or a repeat.
func (u *update) resolveAmbiguity(ctx context.Context, r *pageReader, items []item) ([]item, error) {
	if r.next == "" {
		return items, nil
	}
	if doubtful, err := u.ambiguous(ctx, items); err != nil || !doubtful {
		return items, err
	}
	for r.next != "" {
		page, err := r.page(ctx)
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	return items, nil
}

// resumeArchive saves the address of an unread page, or continues at the page at which
// an earlier update stopped.
func (u *update) resumeArchive(ctx context.Context, r *pageReader) error {
	switch {
	case u.whole || r.failed != "" || r.next == "" && u.truncated:
		u.feed.Archive = r.failed
		return nil
	case u.feed.Archive == "":
		return nil
	}
	u.lenient = false
	return u.readArchive(ctx, u.feed.Archive)
}

// assignKeys gives different items with the same key different keys. It omits items that
// an earlier page already had: a new item moves older ones to the next page.
func (u *update) assignKeys(items []feed.Item) []item {
	unique := make([]item, 0, len(items))
	for _, it := range items {
		mark := fingerprint(it)
		if other, seen := u.seen[it.Key]; seen && other != mark {
			key := it.Key + "#" + mark[:12]
			if it.Episode.GUID != "" {
				it.Episode.GUID = key
			}
			it.Key = key
		}
		if _, seen := u.seen[it.Key]; seen {
			continue
		}
		u.seen[it.Key] = mark
		if !it.Blocked {
			u.keys = append(u.keys, it.Key)
		}
		unique = append(unique, item{Item: it})
	}
	return unique
}

// fingerprint returns a hash of an item's audio, URL, title and day. It differs for
// different items with the same key.
func fingerprint(it feed.Item) string {
	e := it.Episode
	sum := sha256.Sum256([]byte(strings.Join([]string{audioKey(e.Audio), e.URL, titleKey(e.Title), e.Published.UTC().Format("2006-01-02")}, "\n")))
	return hex.EncodeToString(sum[:])
}
