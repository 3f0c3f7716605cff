package duplicate

import (
	"cmp"
	"slices"
)

// rebuild builds the indexes of all episodes and groups all. It leaves the old version
// without buckets, because no evidence and no series is kept.
func (u *update) rebuild() {
	all := u.all()
	ranked := u.next.ranked(all)
	for kind := range keyKinds {
		u.rebuildIndex(kind, ranked)
	}
	u.old.complete, u.new.complete = true, true
	for _, slot := range all {
		u.setBoilerplate(slot)
	}
	u.group(all)
	u.link(all)
}

// datedEpisode is an episode with its mark and its date.
type datedEpisode struct {
	marked bool
	date   int64
	slot   int32
}

// ranked returns episodes in order of suitability as representative. Most comparisons
// read no signature, which makes it ten times as fast.
func (c *Catalog) ranked(slots []int32) []int32 {
	all := make([]datedEpisode, len(slots))
	for i, slot := range slots {
		s := c.signature(slot)
		all[i] = datedEpisode{s.marked(), s.date, slot}
	}
	slices.SortFunc(all, func(a, b datedEpisode) int {
		if a.marked == b.marked && a.date != b.date {
			return cmp.Compare(a.date, b.date)
		}
		return c.compare(a.slot, b.slot)
	})
	ranked := make([]int32, len(all))
	for i, e := range all {
		ranked[i] = e.slot
	}
	return ranked
}

// keyedEpisode is an episode with its key.
type keyedEpisode struct {
	key        uint64
	rank, slot int32
}

// rebuildIndex builds the index of a kind and keeps its buckets.
func (u *update) rebuildIndex(kind keyKind, ranked []int32) {
	all := make([]keyedEpisode, 0, len(ranked))
	for rank, slot := range ranked {
		if key := u.next.signature(slot).key(kind); key != 0 {
			all = append(all, keyedEpisode{key, int32(rank), slot})
		}
	}
	slices.SortFunc(all, func(a, b keyedEpisode) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.rank, b.rank)
	})
	slots := make([]int32, len(all))
	for i, e := range all {
		slots[i] = e.slot
	}
	u.next.indexes[kind] = newIndex(slots)
	for begin, end := 0, 0; begin < len(all); begin = end {
		for end = begin + 1; end < len(all) && all[end].key == all[begin].key; {
			end++
		}
		if end-begin > 1 {
			u.new.known[bucketID{kind, all[begin].key}] = &bucket{slots: slots[begin:end:end]}
		}
	}
}

// setBoilerplate computes whether the text of an episode is boilerplate. It reports
// whether that changes.
func (u *update) setBoilerplate(slot int32) bool {
	is := u.new.isBoilerplate(slot)
	if u.editor.at(slot).boilerplate == is {
		return false
	}
	u.editor.edit(slot).boilerplate = is
	return true
}
