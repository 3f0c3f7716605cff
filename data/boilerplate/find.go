package boilerplate

import (
	"cmp"
	"math/bits"
	"slices"

	"segue/data"
)

const (
	// MinEpisodes is the number of episodes of a show that must have a unit. It is a
	// count, not a share, so boilerplate stays boilerplate while a show grows, and no
	// episode is embedded again. With fewer than five, an introduction shared by the
	// parts of a series would be lost (measurements: docs/quality.md).
	MinEpisodes = 5
	// minEpisodesShort is the same for a unit of fewer than longUnit words. "Natural
	// language processing" is the topic of some episodes, "Thanks for listening" is in
	// all.
	minEpisodesShort, longUnit = 10, 8
	// maxCompared is the maximum number of episodes that a unit is compared with. It
	// matters only for hostile texts that have all shingles but no unit in common. In
	// other texts, nearly all episodes with the rarest shingle of a unit have the whole
	// unit.
	maxCompared = 200
)

// Find returns the boilerplate of episodes. Their order does not matter. Episodes count
// once if their descriptions are equal and their titles differ only in numbers.
func Find(sketches []Sketch) *Set {
	shows := map[data.ShowID][]*Sketch{}
	for i := range sketches {
		s := &sketches[i]
		shows[s.show] = append(shows[s.show], s)
	}
	set, edges := newSet(), map[data.ShowID][]edge{}
	for show, list := range shows {
		set.replace(show, keysOf(list))
		set.replaceNames(show, namesOf(list))
		edges[show] = edgesOf(list)
	}
	set.replace(everyShow, keysOfEvery(edges))
	return set
}

// keysOf returns the keys of the boilerplate of one show.
func keysOf(list []*Sketch) map[uint64]bool {
	list = distinct(list)
	if len(list) < MinEpisodes {
		return nil
	}
	keys, search := map[uint64]bool{}, newSearch(list)
	for _, s := range list {
		for _, u := range s.units {
			search.addKeys(s, u, func(key uint64) { keys[key] = true })
		}
	}
	return keys
}

// distinct returns sketches by their texts without duplicates.
func distinct(list []*Sketch) []*Sketch {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *Sketch) int { return cmp.Compare(a.text, b.text) })
	return slices.CompactFunc(list, func(a, b *Sketch) bool { return a.text == b.text })
}

// search searches units among the episodes of a show.
type search struct {
	counts counts
	// episodes has the episodes of each shingle that may be frequent.
	episodes map[uint32][]int32
	decided  map[uint64]bool
	compared []uint64 // by episode: the key of the last unit compared with it
}

// newSearch counts all shingles approximately. For the frequent shingles of units that may
// be boilerplate it collects the exact episodes.
func newSearch(list []*Sketch) *search {
	s := &search{counts: newCounts(list), episodes: map[uint32][]int32{}, decided: map[uint64]bool{}, compared: make([]uint64, len(list))}
	for _, sketch := range list {
		for _, u := range sketch.units {
			if s.mayRepeat(sketch, u) {
				for _, h := range sketch.unitShingles(u) {
					s.episodes[h] = nil
				}
			}
		}
	}
	for n, sketch := range list {
		for _, h := range sketch.shingles {
			if !s.counts.frequent(h) {
				continue
			}
			if list, needed := s.episodes[h]; needed && (len(list) == 0 || list[len(list)-1] != int32(n)) {
				s.episodes[h] = append(list, int32(n))
			}
		}
	}
	return s
}

// unitShingles returns the shingles of a unit: the shingles within it, or around a short
// unit.
func (s *Sketch) unitShingles(u span) []uint32 {
	if u.words() >= shingle {
		return s.shingles[u.first : u.last-shingle+1]
	}
	return contexts(s.shingles, int(u.first), int(u.last))
}

// mayRepeat reports whether a unit may be boilerplate. It can be wrong only if it returns
// true, because counts are approximate.
func (s *search) mayRepeat(sketch *Sketch, u span) bool {
	if u.words() < shingle {
		return slices.ContainsFunc(sketch.unitShingles(u), s.counts.frequent)
	}
	return covered(u.words(), sketch.unitShingles(u), s.counts.frequent)
}

// covered reports whether the shingles for which has is true cover all words of a unit.
func covered(words int, shingles []uint32, has func(uint32) bool) bool {
	reach := 0 // number of words covered so far
	for i, h := range shingles {
		if i <= reach && has(h) {
			reach = i + shingle
		}
	}
	return reach == words
}

// addKeys adds the keys of a unit if it is boilerplate.
func (s *search) addKeys(sketch *Sketch, u span, add func(uint64)) {
	if u.words() < shingle {
		for _, h := range sketch.unitShingles(u) { // one is enough
			if len(s.episodes[h]) >= minEpisodesShort {
				add(contextKey(h))
			}
		}
		return
	}
	if s.decided[u.key] || !s.mayRepeat(sketch, u) {
		return
	}
	s.decided[u.key] = true
	if s.repeats(u, sketch.unitShingles(u)) {
		add(u.key)
	}
}

// minEpisodesOf returns the number of episodes that must have a unit.
func minEpisodesOf(u span) int {
	if u.words() < longUnit {
		return minEpisodesShort
	}
	return MinEpisodes
}

// repeats reports whether enough episodes have a unit. It first compares the episodes with
// the unit's rarest shingle.
func (s *search) repeats(u span, shingles []uint32) bool {
	rarest := slices.Clone(shingles)
	slices.SortFunc(rarest, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(s.episodes[a]), len(s.episodes[b])), cmp.Compare(a, b))
	})
	if !covered(u.words(), shingles, func(h uint32) bool { return len(s.episodes[h]) >= MinEpisodes }) {
		return false
	}
	found, compared, least := 0, 0, minEpisodesOf(u)
	for _, h := range slices.Compact(rarest) {
		for _, n := range s.episodes[h] {
			if s.compared[n] == u.key {
				continue
			}
			s.compared[n] = u.key
			if compared++; compared > maxCompared {
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

// has reports whether the nth episode has a frequent shingle.
func (s *search) has(n int32, h uint32) bool {
	episodes := s.episodes[h]
	if len(episodes) < MinEpisodes {
		return false
	}
	_, found := slices.BinarySearch(episodes, n)
	return found
}

// counts has the approximate number of episodes of each shingle, up to [MinEpisodes].
// Shingles in the same slot are counted together, so a number can be too high.
type counts []uint8

func newCounts(list []*Sketch) counts {
	total := 0
	for _, s := range list {
		total += len(s.shingles)
	}
	c := make(counts, 1<<bits.Len(uint(2*total)))
	last := make([]int32, len(c)) // the last episode counted, from 1
	for n, s := range list {
		for _, h := range s.shingles {
			at := c.slot(h)
			if last[at] != int32(n+1) && c[at] < MinEpisodes {
				c[at]++
				last[at] = int32(n + 1)
			}
		}
	}
	return c
}

func (c counts) slot(h uint32) int { return int(h) & (len(c) - 1) }

func (c counts) frequent(h uint32) bool { return c[c.slot(h)] >= MinEpisodes }
