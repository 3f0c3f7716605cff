package duplicate

import "slices"

// linker finds the series of an update again, first the parts of one title, then the
// prefixes. An episode that is in neither map keeps its series.
type linker struct {
	*update
	parts, prefixes map[int32]*Series
}

// link finds the series of episodes and of all others in their buckets again.
func (u *update) link(slots []int32) {
	l := linker{u, map[int32]*Series{}, map[int32]*Series{}}
	l.linkParts(slots)
	for slot, s := range l.parts {
		if (s != nil) != u.hadParts(slot) {
			slots = append(slots, slot)
		}
	}
	l.linkPrefixes(slots)
	for _, list := range []map[int32]*Series{l.parts, l.prefixes} {
		for slot := range list {
			l.set(slot)
		}
	}
}

// changedRoles returns the episodes that begin or cease to represent their group.
func (u *update) changedRoles() []int32 {
	var all []int32
	for slot := range u.grouped {
		if (u.old.representative(slot) == slot) != (u.next.representative(slot) == slot) {
			all = append(all, slot)
		}
	}
	return all
}

// hadParts reports whether an episode was part of a title.
func (u *update) hadParts(slot int32) bool {
	s := u.old.episodes.at(slot).series
	return s != nil && s.byStem
}

// linkParts finds the series of parts in the buckets of episodes.
func (l *linker) linkParts(slots []int32) {
	buckets := l.clear(l.parts, slots, byStem)
	for id := range buckets {
		for _, s := range l.next.byParts(l.free(id)) {
			l.keep(l.parts, s)
		}
	}
}

// linkPrefixes finds the series by prefix in the buckets of episodes.
func (l *linker) linkPrefixes(slots []int32) {
	buckets := l.clear(l.prefixes, slots, byPrefix)
	for id := range buckets {
		free := slices.DeleteFunc(l.free(id), l.hasParts)
		if s := l.next.byPrefix(free); s != nil {
			l.keep(l.prefixes, s)
		}
	}
}

// clear removes episodes and all others of their buckets from their series. It returns
// the buckets.
func (l *linker) clear(series map[int32]*Series, slots []int32, kind keyKind) map[bucketID]bool {
	buckets := l.bucketsOf(slots, kind)
	leave := func(slots []int32) {
		for _, slot := range slots {
			if l.next.signature(slot) != nil && l.old.episodes.at(slot).series != nil {
				series[slot] = nil
			}
		}
	}
	leave(slots)
	for id := range buckets {
		leave(l.old.bucket(id).slots)
		leave(l.new.bucket(id).slots)
	}
	return buckets
}

// free returns the episodes of a bucket that represent their group.
func (l *linker) free(id bucketID) []int32 {
	return slices.DeleteFunc(slices.Clone(l.new.bucket(id).slots), func(slot int32) bool { return l.next.representative(slot) != slot })
}

// hasParts reports whether an episode is part of a title.
func (l *linker) hasParts(slot int32) bool {
	if s, known := l.parts[slot]; known {
		return s != nil
	}
	return l.hadParts(slot)
}

// keep assigns a series to its episodes. It keeps a series that did not change.
func (l *linker) keep(series map[int32]*Series, s *Series) {
	if old := l.old.episodes.at(s.episodes[0]).series; old != nil && old.equal(s) {
		s = old
	}
	for _, slot := range s.episodes {
		series[slot] = s
	}
}

// set sets the series of an episode.
func (l *linker) set(slot int32) {
	old := l.old.episodes.at(slot).series
	s := l.parts[slot]
	if _, known := l.parts[slot]; !known && old != nil && old.byStem {
		s = old
	}
	if p, known := l.prefixes[slot]; s == nil && known {
		s = p
	} else if s == nil && old != nil && !old.byStem {
		s = old
	}
	if old != s {
		l.editor.edit(slot).series = s
		l.linked = append(l.linked, slot)
	}
}
