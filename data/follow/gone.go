package follow

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// removes reports whether episodes that are gone from the feed are to be deleted.
func (u *update) removes() bool { return u.feed.Gone == data.GoneRemove }

// saveListing stores which items the feed lists. It deletes the episodes of missing
// items if the owner wants that. Items that may be on an unread page stay listed.
func (u *update) saveListing(ctx context.Context) error {
	missing := u.missing()
	gone := u.whole
	if gone && u.removes() && len(missing) > 0 {
		if doubt := u.doubt(len(missing)); doubt != "" {
			gone = false
			u.addProblem(doubt)
		}
	}
	listed := slices.Clone(u.keys)
	if !gone {
		listed = append(listed, missing...)
	}
	slices.Sort(listed)
	if !u.relists(listed, gone && u.removes()) {
		return nil
	}
	removed, err := u.f.catalog.ListItems(ctx, u.feed.ID, listed, gone && u.removes())
	u.change.Removed += removed
	return err
}

// missing returns the keys of listed items that this update has not seen, unless their
// episodes have other keys now.
func (u *update) missing() []string {
	var keys []string
	for key, item := range u.items {
		_, seen := u.seen[key]
		_, claimed := u.claimed[item.Episode]
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
func (u *update) doubt(missing int) string {
	switch {
	case u.unusable:
		return fmt.Sprintf("%d items are missing and others cannot be read, so no episode is deleted", missing)
	case missing*2 > u.had:
		return fmt.Sprintf("%d of %d items are missing at once, as in a feed that was cut off, so no episode is deleted; "+
			"if the publisher has taken them back, remove the feed with its episodes and add it again", missing, u.had)
	}
	return ""
}

// relists reports whether listing these keys alone would change anything.
func (u *update) relists(listed []string, remove bool) bool {
	for key, item := range u.items {
		_, now := slices.BinarySearch(listed, key)
		if item.Listed != now || remove && !now {
			return true
		}
	}
	return false
}
