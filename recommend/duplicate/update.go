package duplicate

import (
	"maps"
	"slices"
)

// Change is a new, changed or removed episode.
type Change struct {
	// Slot is the episode's slot, from 0.
	Slot int
	// Signature is the new signature. It is nil if the episode is removed.
	Signature *Signature
}

// rebuildShare is the share of changed episodes from which everything is grouped again.
// Finding the affected episodes takes more than ten times as long per changed episode.
const rebuildShare = 1.0 / 16

// Update returns the catalogue after changes. If a slot occurs twice, the last change
// counts. A changed signature replaces the one in its slot.
//
// changed has the slots, in order, whose group or series differs from c: its members and
// their reasons, or its name, episodes and parts. A new episode is among them if it has
// duplicates or a series; a removed one is not.
func (c *Catalog) Update(changes []Change) (next *Catalog, changed []int) {
	u := c.edit(changes)
	if len(u.slots) == 0 {
		return c, nil
	}
	if float64(len(u.slots)) > rebuildShare*float64(u.next.count) {
		u.rebuild()
	} else {
		u.index()
		u.group(u.affected())
		u.link(slices.Concat(u.slots, u.changedRoles()))
	}
	return u.next, u.changed()
}

// update computes the next version of a catalogue.
type update struct {
	old, new *lookup
	next     *Catalog
	editor   tableEditor // of the episodes of next
	// slots are those whose signature changes.
	slots []int32
	// grouped are the episodes that were grouped again.
	grouped map[int32]bool
	// linked are the episodes whose series changed, without duplicates.
	linked []int32
}

// edit sets the signatures of the next version.
func (c *Catalog) edit(changes []Change) *update {
	u := &update{next: &Catalog{indexes: c.indexes, count: c.count}, editor: newTableEditor(c.episodes), old: newLookup(c), grouped: map[int32]bool{}}
	last := make(map[int32]*Signature, len(changes))
	for _, change := range changes {
		last[int32(change.Slot)] = change.Signature
	}
	for slot, s := range last {
		old := c.signature(slot)
		if old == s || old != nil && s != nil && old.id == s.id && old.source == s.source {
			continue
		}
		u.slots = append(u.slots, slot)
		if s == nil {
			*u.editor.edit(slot) = record{}
		} else {
			u.editor.edit(slot).signature = s
		}
		u.next.count += present(s) - present(old)
	}
	slices.Sort(u.slots)
	u.next.episodes = u.editor.table
	u.new = newLookup(u.next)
	return u
}

func present(s *Signature) int {
	if s == nil {
		return 0
	}
	return 1
}

// all returns all episodes of the next version.
func (u *update) all() []int32 {
	all := make([]int32, 0, u.next.count)
	for c, chunk := range u.editor.table {
		for i := range chunk {
			if chunk[i].signature != nil {
				all = append(all, int32(c*chunkSize+i))
			}
		}
	}
	return all
}

// index moves the changed episodes in the indexes.
func (u *update) index() {
	for kind := range keyKinds {
		x := slices.Clone(u.old.indexes[kind])
		for _, slot := range u.slots {
			if s := u.old.signature(slot); s != nil && s.key(kind) != 0 {
				x = x.remove(slot, u.old.before(kind, slot))
			}
		}
		for _, slot := range u.slots {
			if s := u.next.signature(slot); s != nil && s.key(kind) != 0 {
				x = x.insert(slot, u.next.before(kind, slot))
			}
		}
		u.next.indexes[kind] = x
	}
}

// before returns a function that reports whether another episode comes before an episode
// in the index of a kind.
func (c *Catalog) before(kind keyKind, slot int32) func(other int32) bool {
	key := c.signature(slot).key(kind)
	return func(other int32) bool {
		k := c.signature(other).key(kind)
		return k < key || k == key && c.compare(other, slot) < 0
	}
}

// group groups the components of episodes again.
func (u *update) group(slots []int32) {
	c := &component{visited: u.grouped}
	for _, slot := range slots {
		if u.grouped[slot] {
			continue
		}
		c.clear()
		if u.new.fill(c, slot); len(c.slots) == 1 {
			u.setGroup(slot, nil)
			continue
		}
		groups := u.new.group(c)
		for i, slot := range c.slots {
			if g := groups[i]; g == nil || g.members[0] == slot {
				u.setGroup(slot, g)
			}
		}
	}
}

// setGroup sets the group of a representative and its duplicates. It keeps a group that
// did not change.
func (u *update) setGroup(slot int32, g *group) {
	if old := u.old.episodes.at(slot).group; old.equal(g) {
		g = old
	}
	members := []int32{slot}
	if g != nil {
		members = g.members
	}
	for _, m := range members {
		if u.next.episodes.at(m).group != g {
			u.editor.edit(m).group = g
		}
	}
}

// changed returns the episodes whose group or series changed, in order.
func (u *update) changed() []int {
	all := map[int32]bool{}
	for slot := range u.grouped {
		if u.old.episodes.at(slot).group != u.next.episodes.at(slot).group {
			all[slot] = true
		}
	}
	for _, slot := range u.linked {
		all[slot] = true
		if g := u.next.episodes.at(slot).group; g != nil {
			for _, m := range g.members {
				all[m] = true
			}
		}
	}
	return toInts(slices.Sorted(maps.Keys(all)))
}
