package recommend

import (
	"cmp"
	"slices"
	"strings"

	"segue/data"
)

// maxFacet is the most values of one facet: what a reader can choose from. A
// catalogue may have thousands of guests.
const maxFacet = 20

// facet numbers the values of one kind that occur in a catalogue, so that
// counting them for a search compares no text.
type facet struct {
	values []FacetCount // without counts; the first label of a value is kept
	number map[string]int32
}

func newFacet() facet { return facet{number: map[string]int32{}} }

// add appends the number of a value, unless the list has it or the value is
// empty.
func (f *facet) add(list []int32, value, label string) []int32 {
	if value == "" {
		return list
	}
	n, known := f.number[value]
	if !known {
		n = int32(len(f.values))
		f.number[value] = n
		f.values = append(f.values, FacetCount{Value: value, Label: label})
	}
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}

// facetNumbers are the values of one episode.
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

// facets counts the values that ranked episodes share.
func (s *Snapshot) facets(ranked []candidate) Facets {
	count := func(f facet, of func(facetNumbers) []int32) []FacetCount {
		counts := make([]int, len(f.values))
		for _, c := range ranked {
			for _, n := range of(s.entries[c.entry].facets) {
				counts[n]++
			}
		}
		return f.highest(counts)
	}
	return Facets{
		Shows:  count(s.shows, func(n facetNumbers) []int32 { return n.shows }),
		People: count(s.people, func(n facetNumbers) []int32 { return n.people }),
		Tags:   count(s.tags, func(n facetNumbers) []int32 { return n.tags }),
	}
}

// highest returns the values with the highest counts above 0, then by label.
func (f facet) highest(counts []int) []FacetCount {
	list := []FacetCount{}
	for n, count := range counts {
		if count > 0 {
			v := f.values[n]
			v.Count = count
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(len(list), maxFacet)]
}
