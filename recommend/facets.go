package recommend

import (
	"cmp"
	"slices"
	"strings"
)

// maxFacet is the most values of one facet: what a reader can choose from. A
// catalogue may have thousands of guests.
const maxFacet = 20

// facets counts the values that ranked episodes share.
func (s *Snapshot) facets(ranked []candidate) Facets {
	shows, people, tags := counter{}, counter{}, counter{}
	for _, c := range ranked {
		e := s.entries[c.entry]
		shows.add(string(e.Show.ID), e.Show.Title)
		seen := counter{} // one episode counts once for a value that it names twice
		for _, p := range e.People {
			if seen.add(strings.ToLower(p.Name), "") {
				people.add(strings.ToLower(p.Name), p.Name)
			}
		}
		seen = counter{}
		for _, tag := range e.Tags {
			if seen.add(strings.ToLower(tag), "") {
				tags.add(strings.ToLower(tag), tag)
			}
		}
	}
	return Facets{Shows: shows.highest(), People: people.highest(), Tags: tags.highest()}
}

// counter counts by value; the first label of a value is kept.
type counter map[string]FacetCount

// add counts one and reports whether it was the first.
func (c counter) add(value, label string) bool {
	if value == "" {
		return false
	}
	f, known := c[value]
	if !known {
		f = FacetCount{Value: value, Label: label}
	}
	f.Count++
	c[value] = f
	return !known
}

func (c counter) highest() []FacetCount {
	list := make([]FacetCount, 0, len(c))
	for _, f := range c {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(len(list), maxFacet)]
}
