package words

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
)

// slotTable is a table of slots that changes. changed has the slots that changed since the
// last view.
type slotTable struct {
	episodes []data.Episode // without an id for an unused slot
	changed  map[int32]Key
	next     int
}

// keys returns the key of each slot.
func (s *slotTable) keys() []Key {
	keys := make([]Key, len(s.episodes))
	for slot, e := range s.episodes {
		if e.ID != "" {
			keys[slot] = keysOf([]data.Episode{e})[0]
		}
	}
	return keys
}

func (s *slotTable) used() []data.Episode {
	return slices.DeleteFunc(slices.Clone(s.episodes), func(e data.Episode) bool { return e.ID == "" })
}

// change adds, changes or removes an episode in a slot. It returns the changed key or the
// removed id.
func (s *slotTable) change(slot int, e data.Episode, remove bool) (changed []Key, removed []data.EpisodeID) {
	for len(s.episodes) <= slot {
		s.episodes = append(s.episodes, data.Episode{})
	}
	old := s.episodes[slot].ID
	if remove {
		s.episodes[slot], s.changed[int32(slot)] = data.Episode{}, Key{}
		return nil, []data.EpisodeID{old}
	}
	if e.ID = old; e.ID == "" {
		s.next++
		e.ID = data.EpisodeID(fmt.Sprint("e-", s.next))
	}
	s.episodes[slot] = e
	key := keysOf([]data.Episode{e})[0]
	s.changed[int32(slot)] = key
	return []Key{key}, nil
}

// tester is a *testing.T or a *rapid.T.
type tester interface {
	rapid.TB
	Context() context.Context
}

// results returns the results of searches and comparisons, to compare views.
func results(t tester, v *View, texts []string) []any {
	var all []any
	check := func(result any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, result)
	}
	for _, text := range texts {
		q, err := v.Parse(t.Context(), text)
		check(q, err)
		var m Matches
		check(&m, v.Match(t.Context(), q, &m))
	}
	for slot := range v.documents {
		terms, err := v.Terms(t.Context(), slot, 50)
		check(terms, err)
		var m Matches
		check(&m, v.Like(t.Context(), terms, &m))
		shared, err := v.Shared(t.Context(), terms, (slot+1)%len(v.documents))
		check(shared, err)
	}
	return all
}

var searchTexts = []string{"kubernetes networks ", "netw", `"the network"`, "learning -node", "kuberneted caf", "node.js who 2024 東京"}

func episode(t *rapid.T) data.Episode {
	e := data.Episode{Title: randomText(4).Draw(t, "title"), Description: randomText(12).Draw(t, "description"), Tags: []string{randomText(2).Draw(t, "tag")}}
	if rapid.Bool().Draw(t, "has transcript") {
		e.Transcript = randomText(20).Draw(t, "transcript")
	}
	return e
}

func TestNextViewEqualsViewOfNewIndex(t *testing.T) {
	testenv.Check(t, 25, func(t *rapid.T) {
		index, err := OpenMemory(Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer index.Close()
		table := &slotTable{changed: map[int32]Key{}}
		view, err := index.View(nil)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			var changed []Key
			var removed []data.EpisodeID
			for _, slot := range rapid.SliceOfNDistinct(rapid.IntRange(0, 11), 0, 4, rapid.ID).Draw(t, "slots") {
				used := slot < len(table.episodes) && table.episodes[slot].ID != ""
				keys, ids := table.change(slot, episode(t), used && rapid.Bool().Draw(t, "remove"))
				changed, removed = append(changed, keys...), append(removed, ids...)
			}
			if err := index.Apply(t.Context(), changed, removed, readOf(table.used())); err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 3).Draw(t, "wait for more") == 0 {
				continue
			}
			before := results(t, view, searchTexts)
			next, err := index.Next(view, table.changed, len(table.episodes))
			if err != nil {
				t.Fatal(err)
			}
			if d := gocmp.Diff(before, results(t, view, searchTexts), sameMatches); d != "" {
				t.Fatalf("the previous view changed (-before +after):\n%s", d)
			}
			compareWithNewIndex(t, next, table)
			view, table.changed = next, map[int32]Key{}
		}
	})
}

// compareWithNewIndex compares the results of a view with those of a new index, bit by bit.
func compareWithNewIndex(t tester, view *View, table *slotTable) {
	index, err := OpenMemory(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	if err := index.Sync(t.Context(), keysOf(table.used()), readOf(table.used())); err != nil {
		t.Fatal(err)
	}
	want, err := index.View(table.keys())
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(results(t, want, searchTexts), results(t, view, searchTexts), cmpopts.EquateEmpty(), sameMatches); d != "" {
		t.Fatalf("results (-new index +got):\n%s", d)
	}
}

func TestNextFollowsMergedSegments(t *testing.T) {
	index, err := Open(t.Context(), t.TempDir(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	table := &slotTable{changed: map[int32]Key{}}
	view, err := index.View(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 40 { // Bleve merges after about ten
		slot := n
		if n%5 == 4 {
			slot = n / 2
		}
		e := data.Episode{Title: fmt.Sprintf("Kubernetes network %d", n%3), Description: "Learning the network.", Tags: []string{"node"}}
		changed, removed := table.change(slot, e, n%10 == 9)
		if err := index.Apply(t.Context(), changed, removed, readOf(table.used())); err != nil {
			t.Fatal(err)
		}
		if view, err = index.Next(view, maps.Clone(table.changed), len(table.episodes)); err != nil {
			t.Fatal(err)
		}
		clear(table.changed)
		if n%8 == 7 {
			compareWithNewIndex(t, view, table)
		}
	}
}

func TestNextFindsEpisodesThatWereWrittenBefore(t *testing.T) {
	index, err := OpenMemory(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	episodes := []data.Episode{{ID: "a", Title: "Kubernetes", Tags: []string{""}}, {ID: "b", Title: "Network", Tags: []string{""}}}
	keys := keysOf(episodes)
	if err := index.Apply(t.Context(), keys, nil, readOf(episodes)); err != nil {
		t.Fatal(err)
	}
	view, err := index.View([]Key{keys[0]})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		changed map[int32]Key
		want    []int32
	}{
		{"a new slot", map[int32]Key{1: keys[1]}, []int32{0, 1}},
		{"an unused slot", map[int32]Key{0: {}}, []int32{}},
		{"the other episode in the same slot", map[int32]Key{0: keys[1]}, []int32{0}},
		{"an episode in another slot", map[int32]Key{0: {}, 2: keys[0]}, []int32{2}},
		{"a state that is not in the index", map[int32]Key{0: {"a", "other"}}, []int32{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			next, err := index.Next(view, tt.changed, 3)
			if err != nil {
				t.Fatal(err)
			}
			q, err := next.Parse(t.Context(), "kubernetes network ")
			if err != nil {
				t.Fatal(err)
			}
			var m Matches
			if err := next.Match(t.Context(), q, &m); err != nil {
				t.Fatal(err)
			}
			if d := gocmp.Diff(tt.want, m.Slots, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("slots (-want +got):\n%s", d)
			}
		})
	}
}

func TestNextRefusesUnusableArguments(t *testing.T) {
	index, other := &Index{}, &Index{}
	view := &View{index: index, documents: make([]location, 2)}
	for _, tt := range []struct {
		name    string
		index   *Index
		changed map[int32]Key
		size    int
		want    string
	}{
		{"a view of another index", other, nil, 2, "the previous view is of another word index; pass a view of this index"},
		{"fewer slots", index, nil, 1, "got 1 slots after 2; the number of slots must not decrease"},
		{"a slot that is out of range", index, map[int32]Key{2: {}}, 2, "slot 2 is out of range; there are 2 slots"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.index.Next(view, tt.changed, tt.size); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// sameMatches compares matches with their shares.
var sameMatches = gocmp.AllowUnexported(Matches{})
