package boilerplate

import (
	"cmp"
	"math/bits"
	"slices"

	"segue/data"
)

const (
	// MinEpisodes is how many episodes of a show must have a unit. It is a count and
	// no share, so that what was found stays found as a show grows and nothing is
	// embedded again for it. Below five, an introduction that the parts of a series
	// share would be lost (docs/quality.md has what was measured).
	MinEpisodes = 5
	// minShort is the same for a unit of less than long words: "Natural language
	// processing" is a topic that some episodes have, "Thanks for listening" is in all.
	minShort, long = 10, 8
	// maxTried bounds the episodes that a unit is compared with, for texts that are
	// made to have all shingles and no unit in common. Of others, nearly all that have
	// the rarest shingle of a unit have all of it.
	maxTried = 200
)

// Find returns what repeats among episodes, whose order does not matter. Episodes with
// the same description, and titles that differ in numbers only, count once.
func Find(sketches []Sketch) *Set {
	shows := map[data.ShowID][]*Sketch{}
	for i := range sketches {
		s := &sketches[i]
		shows[s.show] = append(shows[s.show], s)
	}
	set := &Set{shows: map[data.ShowID]map[uint64]bool{}}
	for show, list := range shows {
		list = distinct(list)
		if len(list) < MinEpisodes {
			continue
		}
		search := newSearch(list)
		for _, s := range list {
			for _, u := range s.units {
				search.unit(s, u, func(key uint64) { set.add(show, key) })
			}
		}
	}
	return set
}

// distinct sorts sketches by their texts and leaves one of each.
func distinct(list []*Sketch) []*Sketch {
	slices.SortFunc(list, func(a, b *Sketch) int { return cmp.Compare(a.text, b.text) })
	return slices.CompactFunc(list, func(a, b *Sketch) bool { return a.text == b.text })
}

// search looks for units among the episodes of a show.
type search struct {
	counts counts
	// episodes that have a shingle, for those that may be frequent.
	episodes map[uint32][]int32
	decided  map[uint64]bool
	tried    []uint64 // by episode: the last unit that it was compared with
}

// newSearch counts all shingles roughly and collects where the frequent ones are that
// some unit could be cut by.
func newSearch(list []*Sketch) *search {
	s := &search{counts: newCounts(list), episodes: map[uint32][]int32{}, decided: map[uint64]bool{}, tried: make([]uint64, len(list))}
	for _, sketch := range list {
		for _, u := range sketch.units {
			if s.frequent(sketch, u) {
				for _, h := range sketch.of(u) {
					s.episodes[h] = nil
				}
			}
		}
	}
	for n, sketch := range list {
		for _, h := range sketch.shingles {
			if !s.counts.many(h) {
				continue
			}
			if has, wanted := s.episodes[h]; wanted && (len(has) == 0 || has[len(has)-1] != int32(n)) {
				s.episodes[h] = append(has, int32(n))
			}
		}
	}
	return s
}

// of are the shingles that tell a unit: those within it, or those around a short one.
func (s *Sketch) of(u span) []uint32 {
	if u.words() >= shingle {
		return s.shingles[u.first : u.last-shingle+1]
	}
	return around(s.shingles, int(u.first), int(u.last))
}

// frequent reports whether a unit may be boilerplate. It is wrong only where it says so.
func (s *search) frequent(sketch *Sketch, u span) bool {
	if u.words() < shingle {
		return slices.ContainsFunc(sketch.of(u), s.counts.many)
	}
	return covered(u.words(), sketch.of(u), s.counts.many)
}

// covered reports whether all words of a unit stand in shingles that are had.
func covered(words int, shingles []uint32, has func(uint32) bool) bool {
	reach := 0 // the word up to which all are
	for i, h := range shingles {
		if i <= reach && has(h) {
			reach = i + shingle
		}
	}
	return reach == words
}

// unit adds the keys by which a unit is boilerplate.
func (s *search) unit(sketch *Sketch, u span, add func(uint64)) {
	if u.words() < shingle {
		for _, h := range sketch.of(u) { // any is enough
			if len(s.episodes[h]) >= minShort {
				add(contextKey(h))
			}
		}
		return
	}
	if s.decided[u.key] || !s.frequent(sketch, u) {
		return
	}
	s.decided[u.key] = true
	if s.repeats(u, sketch.of(u)) {
		add(u.key)
	}
}

// leastOf is how many episodes must have a unit.
func leastOf(u span) int {
	if u.words() < long {
		return minShort
	}
	return MinEpisodes
}

// repeats reports whether enough episodes have a unit. Those with its rarest shingle
// are asked first.
func (s *search) repeats(u span, shingles []uint32) bool {
	rarest := slices.Clone(shingles)
	slices.SortFunc(rarest, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(s.episodes[a]), len(s.episodes[b])), cmp.Compare(a, b))
	})
	if !covered(u.words(), shingles, func(h uint32) bool { return len(s.episodes[h]) >= MinEpisodes }) {
		return false
	}
	found, tried, least := 0, 0, leastOf(u)
	for _, h := range slices.Compact(rarest) {
		for _, n := range s.episodes[h] {
			if s.tried[n] == u.key {
				continue
			}
			s.tried[n] = u.key
			if tried++; tried > maxTried {
				return false
			}
			if covered(u.words(), shingles, func(h uint32) bool { return s.has(n, h) }) {
				found++
			}
			if found >= least {
				return true
			}
		}
	}
	return false
}

// has reports whether the nth episode has a shingle that is frequent.
func (s *search) has(n int32, h uint32) bool {
	episodes := s.episodes[h]
	if len(episodes) < MinEpisodes {
		return false
	}
	_, found := slices.BinarySearch(episodes, n)
	return found
}

// counts says of shingles in how many episodes they are, or more: those that share a
// place are counted together. It goes up to [MinEpisodes].
type counts []uint8

func newCounts(list []*Sketch) counts {
	total := 0
	for _, s := range list {
		total += len(s.shingles)
	}
	c := make(counts, 1<<bits.Len(uint(2*total)))
	last := make([]int32, len(c)) // the episode that was counted last, from 1
	for n, s := range list {
		for _, h := range s.shingles {
			at := c.place(h)
			if last[at] != int32(n+1) && c[at] < MinEpisodes {
				c[at]++
				last[at] = int32(n + 1)
			}
		}
	}
	return c
}

func (c counts) place(h uint32) int { return int(h) & (len(c) - 1) }

func (c counts) many(h uint32) bool { return c[c.place(h)] >= MinEpisodes }
