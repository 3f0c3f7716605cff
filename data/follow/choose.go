package follow

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// differs reports whether any of the items is to be stored or dropped.
func (r *reading) differs(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		known, ok := r.items[it.Key]
		if it.Blocked {
			return ok && known.Episode != ""
		}
		return !ok || known.Episode != "" && !r.same(it, known)
	})
}

// same reports whether an item says what it said when its episode was stored. One that
// comes back after its episode had another GUID says something else.
func (r *reading) same(it item, known data.FeedItem) bool {
	return bytes.Equal(known.Digest, it.Digest[:]) && (known.Listed || r.keysOf[known.Episode] == 1)
}

// unknown returns the items that are to be stored, and the keys of those that are to
// be dropped. Those that were read before claim their episodes first. One whose
// episode another item of this reading is has to find its own.
func (r *reading) unknown(items []item) (todo []item, blocked []string) {
	for _, it := range items {
		known, ok := r.items[it.Key]
		switch {
		case it.Blocked && ok && known.Episode != "":
			blocked = append(blocked, it.Key)
		case it.Blocked, ok && known.Episode == "":
			// Never stored, or deleted by the owner.
		case ok && r.claim(known.Episode, it.Key):
			if !r.same(it, known) {
				todo = append(todo, it)
			}
		default:
			todo = append(todo, it)
		}
	}
	return todo, blocked
}

// claim makes an episode the item's, unless it is another's.
func (r *reading) claim(id data.EpisodeID, key string) bool {
	if owner, taken := r.claimed[id]; taken {
		return owner == key
	}
	r.claimed[id] = key
	return true
}

// free reports whether an episode can be that of an item which was not read before.
func (r *reading) free(x *entry) bool {
	if _, claimed := r.claimed[x.id]; claimed || x.taken {
		return false
	}
	return r.lenient || !r.listedElsewhere(x)
}

// listedElsewhere reports whether an episode is that of a listed item which this
// reading has not seen.
func (r *reading) listedElsewhere(x *entry) bool {
	return slices.ContainsFunc(r.owners[x.id], func(key string) bool { _, seen := r.seen[key]; return !seen })
}

// ambiguous reports whether a new item looks like such an episode.
func (r *reading) ambiguous(ctx context.Context, items []item) (bool, error) {
	todo, _ := r.unknown(items)
	if len(todo) == 0 {
		return false, nil
	}
	if err := r.load(ctx); err != nil {
		return false, err
	}
	titles := titlesOf(items)
	return slices.ContainsFunc(todo, func(it item) bool {
		if _, known := r.items[it.Key]; known {
			return false
		}
		return r.show.find(it.Episode, titles, r.listedElsewhere) != nil
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
func (r *reading) choose(it *item, titles map[string]int) {
	it.Episode.Show = r.feed.Show
	known := r.items[it.Key]
	switch {
	case known.Episode != "" && r.claimed[known.Episode] == it.Key:
		it.Episode.ID = known.Episode
		it.entry = r.show.byID[known.Episode] // nil where the owner moved it to another show
	default:
		it.entry = r.show.find(it.Episode, titles, r.free)
	}
	if it.entry != nil {
		it.Episode.ID = it.entry.id
	}
	r.distinguish(it)
	if it.entry == nil {
		it.entry = r.show.add(it.Episode)
	} else {
		r.show.replace(it.entry, it.Episode)
	}
	it.entry.taken = true
	if it.Episode.ID != "" {
		r.claimed[it.Episode.ID] = it.Key
	}
}

// distinguish gives an item a GUID of its own where by its GUID, or by title and day, it
// would be the episode of another item.
func (r *reading) distinguish(it *item) {
	guid := it.Key
	for n := 2; ; n++ {
		other := r.show.byIdentity[it.Episode.Identity()]
		if other == nil || other == it.entry {
			return
		}
		it.Episode.GUID, guid = guid, fmt.Sprintf("%s#%d", it.Key, n)
	}
}
