package follow

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// differs reports whether any of the items must be stored or dropped.
func (u *update) differs(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		known, ok := u.items[it.Key]
		if it.Blocked {
			return ok && known.Episode != ""
		}
		return !ok || known.Episode != "" && !u.same(it, known)
	})
}

// same reports whether an item is unchanged since its episode was stored. An item that was
// missing and comes back counts as changed if another item shares its episode.
func (u *update) same(it item, known data.FeedItem) bool {
	return bytes.Equal(known.Digest, it.Digest[:]) && (known.Listed || u.keysOf[known.Episode] == 1)
}

// pending returns the items to store, and the keys of the items to drop. Stored items
// claim their episodes first. A stored item whose episode another item of this update
// has claimed is matched again.
func (u *update) pending(items []item) (todo []item, blocked []string) {
	for _, it := range items {
		known, ok := u.items[it.Key]
		switch {
		case it.Blocked && ok && known.Episode != "":
			blocked = append(blocked, it.Key)
		case it.Blocked, ok && known.Episode == "":
			// Never stored, or deleted by the owner.
		case ok && u.claim(known.Episode, it.Key):
			if !u.same(it, known) {
				todo = append(todo, it)
			}
		default:
			todo = append(todo, it)
		}
	}
	return todo, blocked
}

// claim assigns an episode to an item. It returns false if another item of this update
// has claimed the episode.
func (u *update) claim(id data.EpisodeID, key string) bool {
	if owner, taken := u.claimed[id]; taken {
		return owner == key
	}
	u.claimed[id] = key
	return true
}

// free reports whether a new item may match an episode.
func (u *update) free(x *showEpisode) bool {
	if _, claimed := u.claimed[x.id]; claimed || x.matched {
		return false
	}
	return u.lenient || !u.listedElsewhere(x)
}

// listedElsewhere reports whether an episode belongs to a listed item that this update
// has not seen.
func (u *update) listedElsewhere(x *showEpisode) bool {
	return slices.ContainsFunc(u.owners[x.id], func(key string) bool { _, seen := u.seen[key]; return !seen })
}

// ambiguous reports whether a new item looks like an episode that is listed elsewhere.
func (u *update) ambiguous(ctx context.Context, items []item) (bool, error) {
	todo, _ := u.pending(items)
	if len(todo) == 0 {
		return false, nil
	}
	if err := u.loadShow(ctx); err != nil {
		return false, err
	}
	listed := newListing(items)
	return slices.ContainsFunc(todo, func(it item) bool {
		if _, known := u.items[it.Key]; known {
			return false
		}
		return u.show.find(it.Episode, listed, u.listedElsewhere) != nil
	}), nil
}

// match finds the stored episode of an item, and gives the item's episode its id.
func (u *update) match(it *item, listed listing) {
	it.Episode.Show = u.feed.Show
	known := u.items[it.Key]
	switch {
	case known.Episode != "" && u.claimed[known.Episode] == it.Key:
		it.Episode.ID = known.Episode
		it.match = u.show.byID[known.Episode] // nil if the owner moved it to another show
	default:
		it.match = u.show.find(it.Episode, listed, u.free)
	}
	if it.match != nil {
		it.Episode.ID = it.match.id
	}
	u.distinguish(it)
	if it.match == nil {
		it.match = u.show.add(it.Episode)
	} else {
		u.show.replace(it.match, it.Episode)
	}
	it.match.matched = true
	if it.Episode.ID != "" {
		u.claimed[it.Episode.ID] = it.Key
	}
}

// distinguish gives an item a unique GUID if its GUID, or its title and day, would make
// it the episode of another item.
func (u *update) distinguish(it *item) {
	guid := it.Key
	for n := 2; ; n++ {
		other := u.show.byIdentity[it.Episode.Identity()]
		if other == nil || other == it.match {
			return
		}
		it.Episode.GUID, guid = guid, fmt.Sprintf("%s#%d", it.Key, n)
	}
}
