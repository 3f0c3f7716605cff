package local

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"segue/data/text"
	"segue/recommend"
)

// facet has the values of one kind in a revision, such as all tags, without counts. Each value has
// a number, so that counting values compares no text.
type facet struct {
	values []recommend.FacetCount
	*numbering
}

// numbering numbers values. All revisions share it; numbers are only added.
type numbering struct {
	mu     sync.RWMutex
	number map[string]int32 // by folded value
	// spellings are the spellings of each value.
	spellings [][]spelling
}

// spelling is a spelling of a value with the number of episodes that use it.
type spelling struct {
	text  string
	times int
}

func newFacet() facet { return facet{numbering: &numbering{number: map[string]int32{}}} }

// find returns the number of a value.
func (n *numbering) find(value string) (int32, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	number, ok := n.number[text.Fold(value)]
	return number, ok
}

// add counts a use of a value with a spelling and returns the number of the value. Case does not
// matter, as in a filter. Values of earlier revisions do not change.
func (f *facet) add(value, label string) int32 { return f.count(value, label, 1) }

// remove takes back one use of a value.
func (f *facet) remove(value, label string) { f.count(value, label, -1) }

func (f *facet) count(value, label string, times int) int32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := text.Fold(value)
	n, known := f.number[key]
	if !known {
		n = int32(len(f.values))
		f.number[key] = n
		f.spellings = append(f.spellings, nil)
		f.values = append(f.values, recommend.FacetCount{Value: value, Label: label})
	}
	list := f.spellings[n]
	i := slices.IndexFunc(list, func(s spelling) bool { return s.text == label })
	if i < 0 {
		i, list = len(list), append(list, spelling{text: label})
	}
	if list[i].times += times; list[i].times <= 0 {
		list = slices.Delete(list, i, i+1)
	}
	f.spellings[n] = list
	if len(list) > 0 {
		f.setLabel(n, mostFrequent(list))
	}
	return n
}

// mostFrequent returns the most frequent spelling, of equals the first in alphabetical order, so
// that it does not depend on the order of changes.
func mostFrequent(list []spelling) string {
	return slices.MinFunc(list, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(b.times, a.times), strings.Compare(a.text, b.text))
	}).text
}

// setLabel changes the label of a value in this revision only.
func (f *facet) setLabel(n int32, label string) {
	if f.values[n].Label != label {
		f.values = slices.Clone(f.values)
		f.values[n].Label = label
	}
}

// highest returns the values with the highest counts above 0, then by label; at most the given
// number.
func (f *facet) highest(counts []int32, most int) []recommend.FacetCount {
	best := newTop(most, func(a, b int32) bool {
		if counts[a] != counts[b] {
			return counts[a] > counts[b]
		}
		x, y := &f.values[a], &f.values[b]
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
		list[i] = f.values[n]
		list[i].Count = int(counts[n])
	}
	return list
}
