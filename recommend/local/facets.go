package local

import (
	"context"
	"math"
	"slices"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// maxFacet is the highest number of values of one facet that a reader can choose from. A
// catalogue may have thousands of guests.
const maxFacet = 20

// CountFacets implements [recommend.EntryIndex].
func (x *Index) CountFacets(ctx context.Context, entries []*recommend.Entry) (recommend.Facets, error) {
	slots := make([]int32, len(entries))
	for i, e := range entries {
		slots[i] = e.Slot
	}
	return x.count(slots, maxFacet), ctx.Err()
}

// Facets implements [recommend.Directory].
func (x *Index) Facets(ctx context.Context, f data.Filter) (recommend.Facets, error) {
	return x.count(x.distinctOf(f), math.MaxInt), ctx.Err()
}

// distinctOf returns the slots that a filter selects, without duplicates.
func (x *Index) distinctOf(f data.Filter) []int32 {
	set := x.selected(recommend.Scope{Filter: f})
	slots := make([]int32, 0, set.Len())
	for slot := range x.episodes {
		if set.Has(int32(slot)) {
			slots = append(slots, int32(slot))
		}
	}
	return x.distinct(slots, set)
}

// distinct removes duplicates from slots, which set has too: of each group only the first stays.
func (x *Index) distinct(slots []int32, set *vectors.Set) []int32 {
	return slices.DeleteFunc(slots, func(slot int32) bool { return x.grouped.Has(slot) && !x.isFirst(x.episodes[slot], set) })
}

// isFirst reports whether no duplicate that comes before an episode in their group is in a set.
func (x *Index) isFirst(e *episode, set *vectors.Set) bool {
	for _, other := range e.Group.Others[:min(e.Group.Rank, len(e.Group.Others))] {
		if slot, ok := x.slotOf(other.ID); ok && set.Has(slot) {
			return false
		}
	}
	return true
}

// count counts the values of episodes: highest count first, then by label.
func (x *Index) count(slots []int32, most int) recommend.Facets {
	shows, people, tags := make([]int32, len(x.shows.values)), make([]int32, len(x.people.values)), make([]int32, len(x.tags.values))
	all := x.topics()
	topics := make([]int32, len(all.values))
	for _, slot := range slots {
		e := x.episodes[slot]
		increment(shows, e.shows)
		increment(people, e.people)
		increment(tags, e.tags)
		increment(topics, all.of[slot])
	}
	return recommend.Facets{
		Shows: highest(x.shows.values, shows, most), People: highest(x.people.values, people, most),
		Tags: highest(x.tags.values, tags, most), Topics: highest(all.values, topics, most),
	}
}

func increment(counts, numbers []int32) {
	for _, n := range numbers {
		counts[n]++
	}
}

// numberValues fills in the numbers of an episode's values and counts their spellings.
func (x *Index) numberValues(e *episode) {
	if e.Show.ID != "" {
		e.shows = []int32{x.shows.add(useOfShow(e.Show))}
	}
	for _, p := range e.People {
		if p.Name != "" {
			e.people = appendNew(e.people, x.addPerson(p.Name))
		}
	}
	for _, tag := range e.Tags {
		if tag != "" {
			e.tags = appendNew(e.tags, x.tags.add(useOfName(tag)))
		}
	}
}

// removeValues takes back the spellings of an episode's values.
func (x *Index) removeValues(e *episode) {
	if e.Show.ID != "" {
		x.shows.remove(useOfShow(e.Show))
	}
	for _, p := range e.People {
		if p.Name != "" {
			x.people.remove(useOfName(p.Name))
		}
	}
	for _, tag := range e.Tags {
		if tag != "" {
			x.tags.remove(useOfName(tag))
		}
	}
}

// addPerson returns the number of a name.
func (x *Index) addPerson(name string) int32 {
	before := len(x.people.values)
	n := x.people.add(useOfName(name))
	if int(n) == before {
		x.directory.addPerson(name, n)
	}
	return n
}
