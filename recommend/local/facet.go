package local

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"segue/data"
	"segue/data/text"
	"segue/recommend"
)

// facet has the values of one kind in a revision, such as all tags, without counts. Each value has
// a number, so that counting values compares no text.
type facet struct {
	values []recommend.FacetCount
	// owned is set if no other revision has values.
	owned bool
	*numbering
}

// numbering numbers values. All revisions share it; numbers are only added.
type numbering struct {
	mu     sync.RWMutex
	number map[string]int32 // by key
	// spellings are the spellings of each value.
	spellings [][]spelling
}

// spelling is a spelling of a value with the number of episodes that use it.
type spelling struct {
	value, label string
	times        int
}

func newFacet() facet { return facet{numbering: &numbering{number: map[string]int32{}}} }

// find returns the number of a value.
func (n *numbering) find(key string) (int32, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	number, ok := n.number[key]
	return number, ok
}

// use is a use of a value by an episode. Uses with equal keys have the same value.
type use struct{ key, value, label string }

func useOfShow(s data.Show) use { return use{string(s.ID), string(s.ID), s.Title} }

// useOfName returns the use of a name of a person or of a tag. Case does not matter, as in a
// filter.
func useOfName(name string) use { return use{text.Fold(name), strings.ToLower(name), name} }

// add counts a use and returns the number of its value. Values of earlier revisions do not change.
func (f *facet) add(u use) int32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, known := f.number[u.key]
	if !known {
		n = int32(len(f.values))
		f.number[u.key] = n
		f.spellings = append(f.spellings, nil)
		f.values = append(f.values, recommend.FacetCount{Value: u.value, Label: u.label})
	}
	f.count(n, u, 1)
	return n
}

// remove takes back a use.
func (f *facet) remove(u use) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count(f.number[u.key], u, -1)
}

// count changes the number of episodes that use a spelling.
func (f *facet) count(n int32, u use, times int) {
	list := f.spellings[n]
	i := slices.IndexFunc(list, func(s spelling) bool { return s.label == u.label })
	if i < 0 {
		i, list = len(list), append(list, spelling{value: u.value, label: u.label})
	}
	if list[i].times += times; list[i].times <= 0 {
		list = slices.Delete(list, i, i+1)
	}
	f.spellings[n] = list
	if len(list) == 0 {
		return
	}
	if most := mostFrequent(list); f.values[n].Label != most.label || f.values[n].Value != most.value {
		if !f.owned { // other revisions keep the spelling
			f.values, f.owned = slices.Clone(f.values), true
		}
		f.values[n].Label, f.values[n].Value = most.label, most.value
	}
}

// mostFrequent returns the most frequent spelling, of equals the first in alphabetical order, so
// that it does not depend on the order of changes.
func mostFrequent(list []spelling) spelling {
	return slices.MinFunc(list, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(b.times, a.times), strings.Compare(a.label, b.label))
	})
}

// highest returns the values with the highest counts above 0, then by label; at most the given
// number.
func highest(values []recommend.FacetCount, counts []int32, most int) []recommend.FacetCount {
	best := newTop(most, func(a, b int32) bool {
		if counts[a] != counts[b] {
			return counts[a] > counts[b]
		}
		x, y := &values[a], &values[b]
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.Value, y.Value)) < 0
	})
	for n, count := range counts {
		if count > 0 {
			best.add(int32(n))
		}
	}
	sorted := best.sorted()
	list := make([]recommend.FacetCount, len(sorted))
	for i, n := range sorted {
		list[i] = values[n]
		list[i].Count = int(counts[n])
	}
	return list
}
