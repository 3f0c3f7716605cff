package page

import (
	"net/url"
	"slices"
	"strings"

	"segue/data"
	"segue/recommend"
)

const (
	// maxFilterValues is the maximum number of values of one filter, as in the API.
	maxFilterValues = 20
	// maxFacetValues is how many values of a facet are shown. More are hard to scan.
	maxFacetValues = 6
)

// filters are the values of each filter of a search.
type filters struct{ shows, people, tags, topics []string }

// facet is a filter that a visitor can add.
type facet struct {
	Label  string
	Values []facetValue
}

// facetValue links to the search with this filter value. Count is its number of results.
type facetValue struct {
	link
	Count int
}

func newFilters(v url.Values) filters {
	return filters{cleanValues(v["show"]), cleanValues(v["person"]), cleanValues(v["tag"]), cleanValues(v["topic"])}
}

// cleanValues removes empty values, duplicates, and values beyond [maxFilterValues].
func cleanValues(given []string) []string {
	var list []string
	for _, value := range given {
		if value = singleLine(value); value != "" && !containsFold(list, value) && len(list) < maxFilterValues {
			list = append(list, value)
		}
	}
	return list
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}

func (f filters) filter() data.Filter {
	filter := data.Filter{People: f.people, Tags: f.tags, Topics: f.topics}
	for _, id := range f.shows {
		filter.Shows = append(filter.Shows, data.ShowID(id))
	}
	return filter
}

// add adds the filters to the parameters of an address.
func (f filters) add(v url.Values) {
	for name, list := range map[string][]string{"show": f.shows, "person": f.people, "tag": f.tags, "topic": f.topics} {
		for _, value := range list {
			v.Add(name, value)
		}
	}
}

// filterKind is one kind of filter: its label, its values in a request, and its counts in
// an answer.
type filterKind struct {
	label  string
	of     func(*filters) *[]string
	counts func(recommend.Facets) []recommend.FacetCount
}

var filterKinds = []filterKind{
	{"Show", func(f *filters) *[]string { return &f.shows }, func(f recommend.Facets) []recommend.FacetCount { return f.Shows }},
	{"Person", func(f *filters) *[]string { return &f.people }, func(f recommend.Facets) []recommend.FacetCount { return f.People }},
	{"Tag", func(f *filters) *[]string { return &f.tags }, func(f recommend.Facets) []recommend.FacetCount { return f.Tags }},
	{"Topic", func(f *filters) *[]string { return &f.topics }, func(f recommend.Facets) []recommend.FacetCount { return f.Topics }},
}

// facets returns the filters that a visitor can add. It omits values that all results
// share, because they would not change the results. It omits filters that are already
// set: their values are alternatives, so one more value would add results.
func (r searchRequest) facets(found recommend.Search) []facet {
	var list []facet
	for _, k := range filterKinds {
		f := facet{Label: k.label}
		if len(*k.of(&r.filters)) > 0 {
			continue
		}
		for _, c := range k.counts(found.Facets) {
			if c.Count >= found.Total || len(f.Values) == maxFacetValues {
				continue
			}
			narrower := r.filters
			*k.of(&narrower) = []string{c.Value}
			f.Values = append(f.Values, facetValue{link{c.Label, searchRequest{query: r.query, filters: narrower}.path(1)}, c.Count})
		}
		if len(f.Values) > 0 {
			list = append(list, f)
		}
	}
	return list
}

// activeFilters returns the filters of the search, each linked to the search without it.
// The labels come from the facets of the answer.
func (r searchRequest) activeFilters(known recommend.Facets) []link {
	var list []link
	for _, k := range filterKinds {
		for i, value := range *k.of(&r.filters) {
			wider := r.filters
			*k.of(&wider) = slices.Delete(slices.Clone(*k.of(&wider)), i, i+1)
			list = append(list, link{labelOf(value, k.counts(known)), searchRequest{query: r.query, filters: wider}.path(1)})
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
