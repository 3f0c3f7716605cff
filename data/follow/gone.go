package follow

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// removes reports whether episodes that are gone from the feed are to be deleted.
func (r *reading) removes() bool { return r.feed.Gone == data.GoneRemove }

// list keeps which items the feed has, and deletes the episodes of those that it no
// longer has where the owner wants that. What may be on a page that was not read stays
// listed.
func (r *reading) list(ctx context.Context) error {
	missing := r.missing()
	gone := r.whole
	if gone && r.removes() && len(missing) > 0 {
		if doubt := r.doubt(len(missing)); doubt != "" {
			gone = false
			r.note(doubt)
		}
	}
	listed := slices.Clone(r.keys)
	if !gone {
		listed = append(listed, missing...)
	}
	slices.Sort(listed)
	if !r.relists(listed, gone && r.removes()) {
		return nil
	}
	removed, err := r.f.catalog.ListItems(ctx, r.feed.ID, listed, gone && r.removes())
	r.change.Removed += removed
	return err
}

// missing are the keys of listed items that this reading has not seen, and whose
// episodes it has not seen under other keys.
func (r *reading) missing() []string {
	var keys []string
	for key, item := range r.items {
		_, seen := r.seen[key]
		_, claimed := r.claimed[item.Episode]
		if item.Listed && item.Episode != "" && !seen && !claimed {
			keys = append(keys, key)
		}
	}
	return keys
}

// doubt says why episodes should not be deleted although their items are missing, or
// nothing. A feed that is empty or lost more than half of its items at once is more
// often one that was cut off, or made while its publisher's database was down, than one
// that was cleared out; and of an item that cannot be read nobody knows whether it is
// one of those that are missing.
func (r *reading) doubt(missing int) string {
	switch {
	case r.unusable:
		return fmt.Sprintf("%d items are missing and others cannot be read, so no episode is deleted", missing)
	case missing*2 > r.had:
		return fmt.Sprintf("%d of %d items are missing at once, as in a feed that was cut off, so no episode is deleted; "+
			"if the publisher has taken them back, remove the feed with its episodes and add it again", missing, r.had)
	}
	return ""
}

// relists reports whether listing these keys alone would change anything.
func (r *reading) relists(listed []string, remove bool) bool {
	for key, item := range r.items {
		_, now := slices.BinarySearch(listed, key)
		if item.Listed != now || remove && !now {
			return true
		}
	}
	return false
}
