package follow

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// differs reports whether any of the items is to be stored or dropped.
func (u *update) differs(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		known, ok := u.items[it.Key]
		if it.Blocked {
			return ok && known.Episode != ""
		}
		return !ok || known.Episode != "" && !u.same(it, known)
	})
}

// same reports whether an item says what it said when its episode was stored. One that
// comes back after its episode had another GUID says something else.
func (u *update) same(it item, known data.FeedItem) bool {
	return bytes.Equal(known.Digest, it.Digest[:]) && (known.Listed || u.keysOf[known.Episode] == 1)
}

// unknown returns the items that are to be stored, and the keys of those that are to
// be dropped. Those that were read before claim their episodes first. One whose
// episode another item of this update is has to find its own.
func (u *update) unknown(items []item) (todo []item, blocked []string) {
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

// claim makes an episode the item's, unless it is another's.
func (u *update) claim(id data.EpisodeID, key string) bool {
	if owner, taken := u.claimed[id]; taken {
		return owner == key
	}
	u.claimed[id] = key
	return true
}

// free reports whether an episode can be that of an item which was not read before.
func (u *update) free(x *showEpisode) bool {
	if _, claimed := u.claimed[x.id]; claimed || x.taken {
		return false
	}
	return u.lenient || !u.listedElsewhere(x)
}

// listedElsewhere reports whether an episode is that of a listed item which this
// update has not seen.
func (u *update) listedElsewhere(x *showEpisode) bool {
	return slices.ContainsFunc(u.owners[x.id], func(key string) bool { _, seen := u.seen[key]; return !seen })
}

// ambiguous reports whether a new item looks like such an episode.
func (u *update) ambiguous(ctx context.Context, items []item) (bool, error) {
	todo, _ := u.unknown(items)
	if len(todo) == 0 {
		return false, nil
	}
	if err := u.loadShow(ctx); err != nil {
		return false, err
	}
	titles := titlesOf(items)
	return slices.ContainsFunc(todo, func(it item) bool {
		if _, known := u.items[it.Key]; known {
			return false
		}
		return u.show.find(it.Episode, titles, u.listedElsewhere) != nil
	}), nil
}

func titlesOf(items []item) map[string]int {
	titles := map[string]int{}
	for _, it := range items {
		titles[titleKey(it.Episode.Title)]++
	}
	return titles
}

// choose finds the episode that an item is, and makes the item's episode that one.
func (u *update) choose(it *item, titles map[string]int) {
	it.Episode.Show = u.feed.Show
	known := u.items[it.Key]
	switch {
	case known.Episode != "" && u.claimed[known.Episode] == it.Key:
		it.Episode.ID = known.Episode
		it.entry = u.show.byID[known.Episode] // nil where the owner moved it to another show
	default:
		it.entry = u.show.find(it.Episode, titles, u.free)
	}
	if it.entry != nil {
		it.Episode.ID = it.entry.id
	}
	u.distinguish(it)
	if it.entry == nil {
		it.entry = u.show.add(it.Episode)
	} else {
		u.show.replace(it.entry, it.Episode)
	}
	it.entry.taken = true
	if it.Episode.ID != "" {
		u.claimed[it.Episode.ID] = it.Key
	}
}

// distinguish gives an item a GUID of its own where by its GUID, or by title and day, it
// would be the episode of another item.
func (u *update) distinguish(it *item) {
	guid := it.Key
	for n := 2; ; n++ {
		other := u.show.byIdentity[it.Episode.Identity()]
		if other == nil || other == it.entry {
			return
		}
		it.Episode.GUID, guid = guid, fmt.Sprintf("%s#%d", it.Key, n)
	}
}
