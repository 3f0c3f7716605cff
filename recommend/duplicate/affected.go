package duplicate

import (
	"maps"
	"slices"
)

// kindsOfGroups are the kinds of keys for groups, in contrast to series.
var kindsOfGroups = func() (all []keyKind) {
	for kind := range keyKinds {
		if kind != byStem && kind != byPrefix {
			all = append(all, kind)
		}
	}
	return all
}()

// affected returns the episodes of the next version whose evidence changes, and others.
// It sets boilerplate.
func (u *update) affected() []int32 {
	// found has the episodes whose evidence changes, and the episodes that evidence
	// connects with them in the old version.
	found := &component{visited: map[int32]bool{}}
	// compared are the episodes that are compared with other episodes than before.
	compared := slices.Clone(u.slots)
	for id := range u.bucketsOf(u.slots, kindsOfGroups...) {
		switch kind := id.kind; {
		case kind < evidentKinds:
			u.reachEvidence(found, id)
		case kind == byShowTitle:
			u.reachReruns(found, id)
		case slices.Contains(recordingKinds[:], kind):
			compared = append(append(compared, u.newlyCompared(id)...), u.newEvidence(id)...)
		default:
			compared = append(compared, u.newlyCompared(id)...)
		}
	}
	for _, slot := range compared {
		u.reachOld(found, slot)
	}
	for slot := range u.similarTo(compared) {
		if u.setBoilerplate(slot) {
			u.reachOld(found, slot)
		}
	}
	return slices.DeleteFunc(found.slots, func(slot int32) bool { return u.next.signature(slot) == nil })
}

// bucketsOf returns the buckets by some kinds of keys that episodes have in the old or the
// next version.
func (u *update) bucketsOf(slots []int32, kinds ...keyKind) map[bucketID]bool {
	all := map[bucketID]bool{}
	for _, slot := range slots {
		for _, version := range []*lookup{u.old, u.new} {
			s := version.signature(slot)
			if s == nil {
				continue
			}
			for _, kind := range kinds {
				id := bucketID{kind, s.key(kind)}
				if len(u.old.bucket(id).slots) > 1 || len(u.new.bucket(id).slots) > 1 {
					all[id] = true
				}
			}
		}
	}
	return all
}

// reachOld adds an episode and the episodes that evidence connects with it in the old version.
func (u *update) reachOld(found *component, slot int32) {
	found.reach(slot)
	if u.old.signature(slot) != nil {
		u.old.expand(found, slot)
	}
}

// reachEvidence adds the episodes of a bucket that becomes evidence or stops to be.
func (u *update) reachEvidence(found *component, id bucketID) {
	for _, slot := range u.newEvidence(id) {
		found.reach(slot)
	}
}

// newEvidence returns the episodes of a bucket that becomes evidence or stops to be.
func (u *update) newEvidence(id bucketID) []int32 {
	before, after := u.old.bucket(id), u.new.bucket(id)
	if u.old.isEvidence(id.kind, before) == u.new.isEvidence(id.kind, after) {
		return nil // the changed episodes connect it
	}
	return slices.Concat(before.slots, after.slots)
}

// reachReruns adds the marked episodes of a bucket, whose possible originals change.
func (u *update) reachReruns(found *component, id bucketID) {
	for _, version := range []*lookup{u.old, u.new} {
		b := version.bucket(id)
		if version.originals(b) == 0 {
			continue
		}
		for _, slot := range b.slots {
			if version.signature(slot).marked() {
				u.reachOld(found, slot)
			}
		}
	}
}

// newlyCompared returns the episodes that begin or cease to be among the first
// maxCompared of a bucket.
func (u *update) newlyCompared(id bucketID) []int32 {
	before, after := u.old.bucket(id).slots, u.new.bucket(id).slots
	before, after = before[:min(len(before), maxCompared)], after[:min(len(after), maxCompared)]
	return append(without(before, after), without(after, before)...)
}

// without returns the slots of a list that are not in another.
func without(list, other []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(list), func(slot int32) bool { return slices.Contains(other, slot) })
}

// similarTo returns episodes of the next version, and those with nearly their text in
// the old or the next version.
func (u *update) similarTo(slots []int32) map[int32]bool {
	all := map[int32]bool{}
	for _, slot := range slots {
		all[slot] = true
		for _, version := range []*lookup{u.old, u.new} {
			s := version.signature(slot)
			if s == nil {
				continue
			}
			for m := range version.candidates(slot) {
				if hasSimilarText(s, version.signature(m)) {
					all[m] = true
				}
			}
		}
	}
	maps.DeleteFunc(all, func(slot int32, _ bool) bool { return u.next.signature(slot) == nil })
	return all
}
