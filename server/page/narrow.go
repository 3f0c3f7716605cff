package page

import (
	"net/url"
	"slices"
	"strings"

	"segue/data"
	"segue/recommend"
)

const (
	// maxChosen is the most values of one filter, as in the API.
	maxChosen = 20
	// shownValues is the values of one facet that are offered: a choice that is
	// taken in at a glance.
	shownValues = 6
)

// narrow is what an answer is narrowed by: the values of each filter, by the name
// of its parameter.
type narrow struct{ shows, people, tags []string }

// facet is what an answer can be narrowed by.
type facet struct {
	Label  string
	Values []facetValue
}

// facetValue leads to the answer that is narrowed by it.
type facetValue struct {
	link
	Count int
}

func newNarrow(v url.Values) narrow {
	return narrow{values(v["show"]), values(v["person"]), values(v["tag"])}
}

// values are those that say something, each once.
func values(given []string) []string {
	var list []string
	for _, value := range given {
		if value = line(value); value != "" && !containsFold(list, value) && len(list) < maxChosen {
			list = append(list, value)
		}
	}
	return list
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}

func (n narrow) filter() data.Filter {
	f := data.Filter{People: n.people, Tags: n.tags}
	for _, id := range n.shows {
		f.Shows = append(f.Shows, data.ShowID(id))
	}
	return f
}

// add puts the filters into an address.
func (n narrow) add(v url.Values) {
	for name, list := range map[string][]string{"show": n.shows, "person": n.people, "tag": n.tags} {
		for _, value := range list {
			v.Add(name, value)
		}
	}
}

// kind is one filter with what is said of it and what an answer counts.
type kind struct {
	label  string
	of     func(*narrow) *[]string
	counts func(recommend.Facets) []recommend.FacetCount
}

var kinds = []kind{
	{"Show", func(n *narrow) *[]string { return &n.shows }, func(f recommend.Facets) []recommend.FacetCount { return f.Shows }},
	{"Person", func(n *narrow) *[]string { return &n.people }, func(f recommend.Facets) []recommend.FacetCount { return f.People }},
	{"Tag", func(n *narrow) *[]string { return &n.tags }, func(f recommend.Facets) []recommend.FacetCount { return f.Tags }},
}

// facets are the values that some of the results share, and not all: only these
// narrow an answer. The values of one filter are alternatives, so a filter that is
// chosen has none.
func (a asked) facets(found recommend.Search) []facet {
	var list []facet
	for _, k := range kinds {
		f := facet{Label: k.label}
		if len(*k.of(&a.narrow)) > 0 {
			continue
		}
		for _, c := range k.counts(found.Facets) {
			if c.Count >= found.Total || len(f.Values) == shownValues {
				continue
			}
			narrower := a.narrow
			*k.of(&narrower) = []string{c.Value}
			f.Values = append(f.Values, facetValue{link{c.Label, asked{query: a.query, narrow: narrower}.path(1)}, c.Count})
		}
		if len(f.Values) > 0 {
			list = append(list, f)
		}
	}
	return list
}

// chosen are the filters of an answer, each with the address of the answer without
// it. The answer's facets know how a value reads.
func (a asked) chosen(known recommend.Facets) []link {
	var list []link
	for _, k := range kinds {
		for i, value := range *k.of(&a.narrow) {
			wider := a.narrow
			*k.of(&wider) = slices.Delete(slices.Clone(*k.of(&wider)), i, i+1)
			list = append(list, link{labelOf(value, k.counts(known)), asked{query: a.query, narrow: wider}.path(1)})
		}
	}
	return list
}

func labelOf(value string, known []recommend.FacetCount) string {
	for _, c := range known {
		if strings.EqualFold(c.Value, value) {
			return c.Label
		}
	}
	return value
}
