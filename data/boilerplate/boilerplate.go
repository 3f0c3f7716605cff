// Package boilerplate finds text that repeats across the episodes of a show: sponsors,
// "rate us", credits, footers of networks. Such text is not about an episode and makes
// all episodes of a show look alike.
//
// A description consists of units, which are sentences; the end of a line also ends a unit.
// Its words form shingles, runs of three words. A unit is boilerplate if enough other
// episodes each have shingles that cover all its words. A sentence is not boilerplate if
// its phrases only occur in different episodes, or if it is equal everywhere except for a
// name, because the episode may be about that name.
//
// The comparison ignores parts of boilerplate that change: case, numbers, dates, the parts
// of an address, and the word after "code".
//
// A footer of a network is found by comparing shows: a unit at the beginning or end of a text is
// boilerplate everywhere if enough shows have it there.
//
// The result depends on the set of episodes, not on their order. The thresholds are
// absolute counts, so more episodes never reduce the boilerplate.
package boilerplate

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"segue/data"
)

// Set is the boilerplate of all shows. It is immutable. A nil Set is empty.
type Set struct {
	// shows has the keys of the boilerplate of each show, and of all shows at everyShow.
	shows map[data.ShowID]map[uint64]bool
	// names has the names of the people of each show.
	names map[data.ShowID]map[uint64]bool
	// sum is a checksum. Equal sets have equal sums.
	sum uint64
}

// Strip returns a description without the boilerplate of its show. It keeps the division
// into paragraphs. If the description is only boilerplate, its first sentence stays, so the
// result has a word if the description has one. Strip is idempotent.
func (s *Set) Strip(show data.ShowID, description string) string {
	s.strip(show, &description, func([]unit) {})
	return description
}

// strip removes boilerplate from a description until there is none, since a removal may
// change the context of a short unit. It calls report with the units of each round in
// which some are cut.
func (s *Set) strip(show data.ShowID, description *string, report func([]unit)) {
	k := s.keys(show)
	for again := len(k.show)+len(k.every) > 0; again; {
		units, cut := mark(k, *description)
		if !cut {
			return
		}
		report(units)
		*description = join(*description, units)
		again = slices.ContainsFunc(units, func(u unit) bool { return !u.cut && u.words() < shingle })
	}
}

// Removed returns the texts that [Set.Strip] removes from a description: whole paragraphs,
// or runs of sentences within a paragraph.
func (s *Set) Removed(show data.ShowID, description string) []string {
	var removed []string
	s.strip(show, &description, func(units []unit) { removed = append(removed, cutTexts(description, units)...) })
	return removed
}

// Equal reports whether two sets strip the same text.
func (s *Set) Equal(other *Set) bool { return s.total() == other.total() }

func (s *Set) total() uint64 {
	if s == nil {
		return 0
	}
	return s.sum
}

// keys are the keys of the boilerplate of one show and of every show.
type keys struct{ show, every map[uint64]bool }

func (k keys) has(key uint64) bool { return k.show[key] || k.every[key] }

func (s *Set) keys(show data.ShowID) keys {
	if s == nil {
		return keys{}
	}
	return keys{s.shows[show], s.shows[everyShow]}
}

// replace replaces the keys of a show.
func (s *Set) replace(show data.ShowID, keys map[uint64]bool) {
	s.put(s.shows, show, keys, hash(string(show)))
}

// replaceNames replaces the names of a show.
func (s *Set) replaceNames(show data.ShowID, names map[uint64]bool) {
	s.put(s.names, show, names, hash(string(show)+"\x00names"))
}

// put replaces the keys of a show in one of the maps and updates the sum.
func (s *Set) put(in map[data.ShowID]map[uint64]bool, show data.ShowID, keys map[uint64]bool, salt uint64) {
	for key := range in[show] {
		s.sum -= mix(key + salt) // a sum does not depend on the order
	}
	for key := range keys {
		s.sum += mix(key + salt)
	}
	if len(keys) == 0 {
		delete(in, show)
	} else {
		in[show] = keys
	}
}

// clone returns a copy.
func (s *Set) clone() *Set {
	if s == nil {
		return newSet()
	}
	return &Set{shows: maps.Clone(s.shows), names: maps.Clone(s.names), sum: s.sum}
}

func newSet() *Set {
	return &Set{shows: map[data.ShowID]map[uint64]bool{}, names: map[data.ShowID]map[uint64]bool{}}
}

// mark splits a text into units and marks the units that are boilerplate.
func mark(keys keys, text string) (units []unit, cut bool) {
	units = unitsOf(text)
	words := wordsOf(text, units)
	shingles := shinglesOf(words)
	for i := range units {
		u := &units[i]
		if u.words() >= shingle {
			u.repeats = keys.has(unitKey(words[u.first:u.last]))
		} else if u.words() > 0 {
			u.repeats = slices.ContainsFunc(contexts(shingles, u.first, u.last), func(s uint32) bool { return keys.has(contextKey(s)) })
		}
		u.cut = u.repeats && u.words() >= longUnit
	}
	cutShortUnits(slices.All(units), units)
	cutShortUnits(slices.Backward(units), units)
	keepOne(units)
	cutSeparators(units)
	return units, slices.ContainsFunc(units, func(u unit) bool { return u.cut })
}

// keepOne keeps the first unit with words if all are cut.
func keepOne(units []unit) {
	first := -1
	for i, u := range units {
		switch {
		case u.words() == 0:
		case !u.cut:
			return
		case first < 0:
			first = i
		}
	}
	if first >= 0 {
		units[first].cut = false
	}
}

// cutShortUnits cuts short repeating units at an end of the text or next to a cut unit. In
// the middle of a text, a few words may be the topic of the episode.
func cutShortUnits(order iter.Seq2[int, unit], units []unit) {
	adjacent := true
	for i := range order {
		if u := &units[i]; u.words() > 0 {
			u.cut = u.cut || u.repeats && adjacent
			adjacent = u.cut
		}
	}
}

// cutSeparators cuts a unit without words, such as a line of dashes, if the next unit is
// cut. The last unit depends on the previous one.
func cutSeparators(units []unit) {
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

// join joins the units that are not cut. Between units that were not neighbours it puts the
// strongest separator of the text between them.
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

// cutTexts returns the texts that are cut, one for each run within a paragraph.
func cutTexts(text string, units []unit) []string {
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
