package follow

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// removes reports whether the owner wants missing episodes to be deleted.
func (u *update) removes() bool { return u.feed.Gone == data.GoneRemove }

// saveListing stores the keys of the items that the feed lists. It deletes the episodes
// of missing items if the owner wants that. Items that may be on an unread page stay
// listed.
func (u *update) saveListing(ctx context.Context) error {
	missing := u.missing()
	gone := u.whole
	if gone && u.removes() && len(missing) > 0 {
		if problem := u.keepReason(len(missing)); problem != "" {
			gone = false
			u.addProblem(problem)
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

// missing returns the keys of listed items that this update has not seen. It omits items
// whose episodes have matched other items.
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

// keepReason returns the reason not to delete the episodes of missing items, or "". A
// feed that lost more than half of its items at once is probably truncated, or was
// generated while the publisher's database was down. An item that cannot be read may be
// one of the missing items.
func (u *update) keepReason(missing int) string {
	switch {
	case u.unusable:
		return fmt.Sprintf("%d items are missing and others cannot be read, so no episode is deleted", missing)
	case missing*2 > u.listedBefore:
		return fmt.Sprintf("%d of %d items are missing at once, so the feed is probably truncated and no episode is deleted; "+
			"if the publisher has removed them, remove the feed with its episodes and add it again", missing, u.listedBefore)
	}
	return ""
}

// relists reports whether ListItems with these keys would change anything.
func (u *update) relists(listed []string, remove bool) bool {
	for key, item := range u.items {
		_, now := slices.BinarySearch(listed, key)
		if item.Listed != now || remove && !now {
			return true
		}
	}
	return false
}
