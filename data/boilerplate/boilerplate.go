// Package boilerplate finds what repeats across the episodes of a show: sponsors,
// "rate us", credits, the footers of networks. It says nothing about an episode, and
// makes all of a show's episodes look alike.
//
// A description is taken apart into units: its sentences, of which each line begins
// a new one. The words of a description give shingles: runs of three words. A unit is
// boilerplate where all of its words stand in shingles that one other episode has, too,
// and where there are enough such episodes. So a sentence of common phrases that come
// from many different episodes is not taken for it, and neither is one that is the same
// everywhere but for a name, which may be what the episode is about.
//
// What changes in boilerplate is made equal before: case, numbers, dates, the parts of
// an address, and the word behind "code".
//
// What is found depends on the set of episodes alone, not on their order. It is told
// by absolute counts, so more episodes never make less of it.
package boilerplate

import (
	"iter"
	"slices"
	"strings"

	"segue/data"
)

// Set is the boilerplate of all shows. It does not change. A nil Set has none.
type Set struct {
	shows map[data.ShowID]map[uint64]bool
	// sum is the same for sets that are equal.
	sum uint64
}

// Strip returns a description without the boilerplate of its show, in paragraphs as
// before. One that has none comes back as it is, and one that is nothing else is
// empty. Stripping again changes nothing.
func (s *Set) Strip(show data.ShowID, description string) string {
	s.each(show, &description, func([]unit) {})
	return description
}

// each takes boilerplate out of a description until there is none: what is cut may
// bring a short unit into another context. Do is called with the units of each round,
// some of which are cut.
func (s *Set) each(show data.ShowID, description *string, do func([]unit)) {
	keys := s.of(show)
	for again := len(keys) > 0; again; {
		units, cut := mark(keys, *description)
		if !cut {
			return
		}
		do(units)
		*description = join(*description, units)
		again = slices.ContainsFunc(units, func(u unit) bool { return !u.cut && u.words() < shingle })
	}
}

// Removed returns what [Set.Strip] takes out of a description: whole paragraphs, or
// the runs of sentences of a paragraph of which something stays.
func (s *Set) Removed(show data.ShowID, description string) []string {
	var removed []string
	s.each(show, &description, func(units []unit) { removed = append(removed, runs(description, units)...) })
	return removed
}

// Equal reports whether two sets strip the same.
func (s *Set) Equal(other *Set) bool { return s.total() == other.total() }

func (s *Set) total() uint64 {
	if s == nil {
		return 0
	}
	return s.sum
}

func (s *Set) of(show data.ShowID) map[uint64]bool {
	if s == nil {
		return nil
	}
	return s.shows[show]
}

// add puts a key of a show into the set.
func (s *Set) add(show data.ShowID, key uint64) {
	keys := s.shows[show]
	if keys == nil {
		keys = map[uint64]bool{}
		s.shows[show] = keys
	}
	if !keys[key] {
		keys[key] = true
		s.sum += mix(key + hash(string(show))) // a sum has no order
	}
}

// mark says of each unit of a text whether it is boilerplate.
func mark(keys map[uint64]bool, text string) (units []unit, cut bool) {
	units = unitsOf(text)
	words := wordsOf(text, units)
	shingles := shinglesOf(words)
	for i := range units {
		u := &units[i]
		if u.words() >= shingle {
			u.repeats = keys[unitKey(words[u.first:u.last])]
		} else if u.words() > 0 {
			u.repeats = slices.ContainsFunc(around(shingles, u.first, u.last), func(s uint32) bool { return keys[contextKey(s)] })
		}
		u.cut = u.repeats && u.words() >= long
	}
	spread(slices.All(units), units)
	spread(slices.Backward(units), units)
	rules(units)
	return units, slices.ContainsFunc(units, func(u unit) bool { return u.cut })
}

// spread cuts short units that repeat where they stand at an end of the text or beside
// what is cut: in the middle of a text, a few words may be what the episode is about.
func spread(order iter.Seq2[int, unit], units []unit) {
	beside := true
	for i := range order {
		if u := &units[i]; u.words() > 0 {
			u.cut = u.cut || u.repeats && beside
			beside = u.cut
		}
	}
}

// rules cuts units without words, such as a line of dashes, with what follows them,
// and the last with what is before.
func rules(units []unit) {
	for i := len(units) - 1; i >= 0; i-- {
		if units[i].words() > 0 {
			continue
		}
		if i+1 < len(units) {
			units[i].cut = units[i+1].cut
		} else if i > 0 {
			units[i].cut = units[i-1].cut
		}
	}
}

// join puts together what is not cut. Units that are no longer neighbours are parted
// by the strongest of the breaks that stood between them.
func join(text string, units []unit) string {
	var b strings.Builder
	between := space
	for _, u := range units {
		between = max(between, u.before)
		if u.cut {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between.String())
		}
		b.WriteString(text[u.start:u.end])
		between = space
	}
	return b.String()
}

// runs are the texts that are cut, one for each run within a paragraph.
func runs(text string, units []unit) []string {
	var all []string
	for i := 0; i < len(units); {
		if !units[i].cut {
			i++
			continue
		}
		end := i + 1
		for end < len(units) && units[end].cut && units[end].before < paragraph {
			end++
		}
		all = append(all, text[units[i].start:units[end-1].end])
		i = end
	}
	return all
}
