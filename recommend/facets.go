package recommend

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"segue/data"
	"segue/data/text"
)

// maxFacet is the highest number of values of one facet that a reader can choose from. A
// catalogue may have thousands of guests.
const maxFacet = 20

// facet numbers the values of one kind in a catalogue, so that counting them for a search
// compares no text.
type facet struct {
	values []FacetCount     // without counts; the first label of a value is kept
	number map[string]int32 // by folded value
	// byLabel has the numbers of values in the order of their labels; place is the inverse.
	byLabel, place []int32
}

func newFacet() facet { return facet{number: map[string]int32{}} }

// add appends the number of a value, unless the list has it or the value is empty. Case does
// not matter, as in a filter.
func (f *facet) add(list []int32, value, label string) []int32 {
	if value == "" {
		return list
	}
	key := text.Fold(value)
	n, known := f.number[key]
	if !known {
		n = int32(len(f.values))
		f.number[key] = n
		f.values = append(f.values, FacetCount{Value: value, Label: label})
	}
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}

// facetNumbers has the values of one episode.
type facetNumbers struct{ shows, people, tags []int32 }

func (s *Snapshot) numbersOf(e data.Episode) facetNumbers {
	var n facetNumbers
	n.shows = s.shows.add(nil, string(e.Show.ID), e.Show.Title)
	for _, p := range e.People {
		n.people = s.people.add(n.people, strings.ToLower(p.Name), p.Name)
	}
	for _, tag := range e.Tags {
		n.tags = s.tags.add(n.tags, strings.ToLower(tag), tag)
	}
	return n
}

// guestsOf returns the numbers of an episode's people without hosts, who are in every episode
// of a show.
func (s *Snapshot) guestsOf(e data.Episode) []int32 {
	var guests []int32
	for _, p := range e.People {
		if p.Role != data.RoleHost {
			guests = s.people.add(guests, strings.ToLower(p.Name), p.Name)
		}
	}
	return guests
}

// facets counts the values of the episodes of an answer.
func (s *Snapshot) facets(list []ranked) Facets { return s.countFacets(list, maxFacet) }

func (s *Snapshot) countFacets(list []ranked, most int) Facets {
	count := func(f facet, of func(facetNumbers) []int32) []FacetCount {
		counts := make([]int, len(f.values))
		for _, c := range list {
			for _, n := range of(s.entries[c.entry].facets) {
				counts[n]++
			}
		}
		return f.highest(counts, most)
	}
	return Facets{
		Shows:  count(s.shows, func(n facetNumbers) []int32 { return n.shows }),
		People: count(s.people, func(n facetNumbers) []int32 { return n.people }),
		Tags:   count(s.tags, func(n facetNumbers) []int32 { return n.tags }),
	}
}

// sort fills in byLabel and place.
func (f *facet) sort() {
	f.byLabel, f.place = make([]int32, len(f.values)), make([]int32, len(f.values))
	for n := range f.byLabel {
		f.byLabel[n] = int32(n)
	}
	slices.SortFunc(f.byLabel, func(a, b int32) int {
		x, y := f.values[a], f.values[b]
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.Value, y.Value))
	})
	for place, n := range f.byLabel {
		f.place[n] = int32(place)
	}
}

// highest returns the values with the highest counts above 0, then by label; at most the given
// number.
func (f facet) highest(counts []int, most int) []FacetCount {
	last := uint64(len(f.values))
	best := highest[uint64]{k: most}
	for n, count := range counts {
		if count > 0 { // count and place as one number, for a fast comparison
			best.add(uint64(count)<<32 | last - uint64(f.place[n]))
		}
	}
	slices.Sort(best.heap)
	list := make([]FacetCount, 0, len(best.heap))
	for _, key := range slices.Backward(best.heap) {
		v := f.values[f.byLabel[last-key&math.MaxUint32]]
		v.Count = int(key >> 32)
		list = append(list, v)
	}
	return list
}
