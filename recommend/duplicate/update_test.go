package duplicate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
)

// slots is the number of slots of a random catalogue. It is large enough for changes that
// do not group everything again, and for buckets of more than maxCompared episodes.
const slots = 60

// drawChanges draws changes of some slots, each at most once.
func drawChanges(t *rapid.T, limit int) []Change {
	var changes []Change
	for _, slot := range rapid.SliceOfNDistinct(rapid.IntRange(0, slots-1), 1, limit, rapid.ID).Draw(t, "slots") {
		change := Change{Slot: slot}
		if rapid.IntRange(0, 3).Draw(t, "removed") > 0 {
			change.Signature = Sign(similarEpisode(t, slot))
		}
		changes = append(changes, change)
	}
	return changes
}

// fresh returns a catalogue with the episodes of c in other slots.
func fresh(t *rapid.T, c *Catalog) *Catalog {
	var signatures []*Signature
	for slot := range slots {
		if s := c.Signature(slot); s != nil {
			signatures = append(signatures, s)
		}
	}
	return New(rapid.Permutation(signatures).Draw(t, "permutation"))
}

func TestUpdatesEqualANewCatalogue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := new(Catalog).Update(drawChanges(t, slots))
		for range rapid.IntRange(1, 8).Draw(t, "updates") {
			before := describe(c)
			next, changed := c.Update(drawChanges(t, 3))
			if d := cmp.Diff(before, describe(c)); d != "" {
				t.Fatalf("an update changed the old version (-want +got):\n%s", d)
			}
			want := fresh(t, next)
			if d := cmp.Diff(describe(want), describe(next)); d != "" {
				t.Fatalf("groups and series after updates (-new +updated):\n%s", d)
			}
			if want.Len() != next.Len() {
				t.Fatalf("Len = %d after updates, want %d", next.Len(), want.Len())
			}
			if d := cmp.Diff(differences(c, next), changed, cmp.Transformer("set", setOf)); d != "" {
				t.Fatalf("changed slots (-want +got):\n%s", d)
			}
			c = next
		}
	})
}

func setOf(list []int) map[int]bool {
	set := map[int]bool{}
	for _, n := range list {
		set[n] = true
	}
	return set
}

// differences returns the slots whose group or series differs between two versions.
func differences(before, after *Catalog) []int {
	var all []int
	was, is := describe(before), describe(after)
	for slot := range slots {
		s := after.Signature(slot)
		if s == nil {
			continue
		}
		old, known := was[s.id]
		if !known {
			old = alone(s.id)
		}
		if old != is[s.id] {
			all = append(all, slot)
		}
	}
	return all
}

func TestUpdate(t *testing.T) {
	original, rerun := Sign(episode(1, "Go Modules")), Sign(episode(2, "Rerun: Go Modules"))
	part1, part2 := Sign(episode(3, "Kernels, Part 1")), Sign(episode(4, "Kernels, Part 2"))
	other := Sign(episode(5, "Compilers"))
	for _, tt := range []struct {
		name    string
		changes []Change
		changed []int
		want    map[data.EpisodeID]string
	}{
		{"an equal signature changes nothing", []Change{{0, Sign(episode(1, "Go Modules"))}}, nil, map[data.EpisodeID]string{}},
		{"an empty slot stays empty", []Change{{700, nil}}, nil, map[data.EpisodeID]string{}},
		{"the last change of a slot counts", []Change{{0, nil}, {0, original}}, nil, map[data.EpisodeID]string{}},
		{"a removed original leaves its re-run alone", []Change{{0, nil}}, []int{1}, map[data.EpisodeID]string{"e1": "", "e2": alone("e2")}},
		{"a removed part ends the series", []Change{{2, nil}}, []int{3}, map[data.EpisodeID]string{"e3": "", "e4": alone("e4")}},
		{"a slot is used again", []Change{{0, other}}, []int{0, 1}, map[data.EpisodeID]string{"e1": "", "e2": alone("e2"), "e5": alone("e5")}},
		{"an episode without duplicates is not listed as changed", []Change{{9, other}}, []int{}, map[data.EpisodeID]string{"e5": alone("e5")}},
		{"an episode moves to another slot", []Change{{0, nil}, {200, original}}, []int{1, 200}, map[data.EpisodeID]string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := New([]*Signature{original, rerun, part1, part2})
			want := describe(before)
			for id, text := range tt.want {
				if want[id] = text; text == "" {
					delete(want, id)
				}
			}
			next, changed := before.Update(tt.changes)
			if d := cmp.Diff(want, describe(next)); d != "" {
				t.Errorf("groups and series (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.changed, changed); d != "" {
				t.Errorf("changed slots (-want +got):\n%s", d)
			}
		})
	}
}

func TestZeroCatalogIsEmpty(t *testing.T) {
	var c Catalog
	if c.Len() != 0 || c.Signature(7) != nil || c.Representative(7) != 7 || c.Reason(7) != NoReason || c.Series(7) != nil || c.Part(7) != 0 {
		t.Error("the zero Catalog has episodes")
	}
}

// TestUpdatesOfARealCatalogue adds the second half of a real catalogue in small updates.
func TestUpdatesOfARealCatalogue(t *testing.T) {
	signatures := signAll(catalogue(t, "gcppodcast"))
	c := New(signatures[:len(signatures)/2])
	for slot := len(signatures) / 2; slot < len(signatures); slot++ {
		c, _ = c.Update([]Change{{slot, signatures[slot]}, {slot / 2, nil}})
		c, _ = c.Update([]Change{{slot / 2, signatures[slot/2]}})
	}
	if d := cmp.Diff(describe(New(signatures)), describe(c)); d != "" {
		t.Errorf("groups and series (-new +updated):\n%s", d)
	}
}
