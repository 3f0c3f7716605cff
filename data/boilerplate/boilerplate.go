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
	shows map[data.ShowID]map[uint64]bool
	// sum is a checksum. Equal sets have equal sums.
	sum uint64
}

// Strip returns a description without the boilerplate of its show. It keeps the division
// into paragraphs. The result is empty if the description is only boilerplate. Strip is
// idempotent.
func (s *Set) Strip(show data.ShowID, description string) string {
	s.strip(show, &description, func([]unit) {})
	return description
}

// strip removes boilerplate from a description until there is none, since a removal may
// change the context of a short unit. It calls report with the units of each round in
// which some are cut.
func (s *Set) strip(show data.ShowID, description *string, report func([]unit)) {
	keys := s.keys(show)
	for again := len(keys) > 0; again; {
		units, cut := mark(keys, *description)
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

func (s *Set) keys(show data.ShowID) map[uint64]bool {
	if s == nil {
		return nil
	}
	return s.shows[show]
}

// replace replaces the keys of a show.
func (s *Set) replace(show data.ShowID, keys map[uint64]bool) {
	salt := hash(string(show))
	for key := range s.shows[show] {
		s.sum -= mix(key + salt) // a sum does not depend on the order
	}
	for key := range keys {
		s.sum += mix(key + salt)
	}
	if len(keys) == 0 {
		delete(s.shows, show)
	} else {
		s.shows[show] = keys
	}
}

// with returns a copy of a set with other keys of a show.
func (s *Set) with(show data.ShowID, keys map[uint64]bool) *Set {
	next := &Set{shows: map[data.ShowID]map[uint64]bool{}}
	if s != nil {
		next.shows, next.sum = maps.Clone(s.shows), s.sum
	}
	next.replace(show, keys)
	return next
}

// mark splits a text into units and marks the units that are boilerplate.
func mark(keys map[uint64]bool, text string) (units []unit, cut bool) {
	units = unitsOf(text)
	words := wordsOf(text, units)
	shingles := shinglesOf(words)
	for i := range units {
		u := &units[i]
		if u.words() >= shingle {
			u.repeats = keys[unitKey(words[u.first:u.last])]
		} else if u.words() > 0 {
			u.repeats = slices.ContainsFunc(contexts(shingles, u.first, u.last), func(s uint32) bool { return keys[contextKey(s)] })
		}
		u.cut = u.repeats && u.words() >= longUnit
	}
	cutShortUnits(slices.All(units), units)
	cutShortUnits(slices.Backward(units), units)
	cutSeparators(units)
	return units, slices.ContainsFunc(units, func(u unit) bool { return u.cut })
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
