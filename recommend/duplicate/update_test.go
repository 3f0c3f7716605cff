package duplicate

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
)

// slots is the number of slots of a random catalogue. It is large enough for changes that
// do not group everything again, and for buckets of more than maxCompared episodes.
const slots = 60

// draw draws a signature of a slot, nil for an empty slot.
func (p palette) draw(t *rapid.T, slot int) *Signature {
	if rapid.IntRange(0, 4).Draw(t, "removed") == 4 {
		return nil
	}
	return Sign(p.episode(t, slot))
}

// catalogue draws a catalogue in which most slots have an episode.
func (p palette) catalogue(t *rapid.T) *Catalog {
	signatures := make([]*Signature, slots)
	for slot := range signatures {
		signatures[slot] = p.draw(t, slot)
	}
	return New(signatures)
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
	testenv.Check(t, 20, func(t *rapid.T) {
		p := drawPalette(t)
		c := p.catalogue(t)
		for range 8 {
			before := describe(c)
			var changes []Change
			for range rapid.IntRange(1, 3).Draw(t, "changes") {
				slot := rapid.IntRange(0, slots-1).Draw(t, "slot")
				changes = append(changes, Change{slot, p.draw(t, slot)})
			}
			next, changed := c.Update(changes)
			if d := cmp.Diff(before, describe(c)); d != "" {
				t.Fatalf("an update changed the old version (-want +got):\n%s", d)
			}
			want := fresh(t, next)
			if d := cmp.Diff(describe(want), describe(next)); d != "" {
				t.Fatalf("groups and series after updates (-new +updated):\n%s", d)
			}
			if d := cmp.Diff(boilerplates(want), boilerplates(next)); d != "" {
				t.Fatalf("boilerplate after updates (-new +updated):\n%s", d)
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

// withOthers adds so many unrelated episodes that a change does not group everything
// again.
func withOthers(c *Catalog) *Catalog {
	var changes []Change
	for i := range 50 {
		changes = append(changes, Change{300 + i, Sign(episode(300+i, fmt.Sprintf("Unrelated%c%c", 'a'+i%25, 'a'+i/25)))})
	}
	next, _ := c.Update(changes)
	return next
}

func TestUpdate(t *testing.T) {
	original, rerun := Sign(episode(1, "Go Modules")), Sign(episode(2, "Rerun: Go Modules"))
	part1, part2 := Sign(episode(3, "Kernels, Part 1")), Sign(episode(4, "Kernels, Part 2"))
	other := Sign(episode(5, "Compilers"))
	var live []*Signature // a stream with too many titles
	for i, title := range []string{"Alpha", "Beta", "Gamma", "Delta"} {
		live = append(live, Sign(episode(10+i, title, audio("https://radio.example/live.mp3"))))
	}
	bank := []*Signature{Sign(episode(20, "Build a Bank: Monzo")), Sign(episode(21, "Build a Bank: Starling"))}
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
		{"an episode without duplicates is not listed as changed", []Change{{19, other}}, []int{}, map[data.EpisodeID]string{"e5": alone("e5")}},
		{"an episode moves to another slot", []Change{{0, nil}, {200, original}}, []int{1, 200}, map[data.EpisodeID]string{}},
		{"a removed title makes shared audio evidence", []Change{{4, nil}}, []int{5, 6, 7}, map[data.EpisodeID]string{
			"e10": "", "e11": "e11 () e12 (same audio) e13 (same audio) ", "e12": "e11 () e12 (same audio) e13 (same audio) ", "e13": "e11 () e12 (same audio) e13 (same audio) "}},
		{"a part of a title leaves the series by prefix", []Change{{10, Sign(episode(22, "Build a Bank Monzo II"))}}, []int{8, 9, 10}, map[data.EpisodeID]string{
			"e20": `e20 () part 1 of "Build a Bank Monzo": e20=1 e22=2`, "e21": alone("e21"), "e22": `e22 () part 2 of "Build a Bank Monzo": e20=1 e22=2`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := withOthers(New(slices.Concat([]*Signature{original, rerun, part1, part2}, live, bank)))
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

// TestUpdateAffectsEpisodesThatAreNoLongerCompared adds an episode that ranks before
// maxCompared others of a bucket. So the last of these is compared with fewer episodes.
// Then neither its text nor the text after it has too many titles.
func TestUpdateAffectsEpisodesThatAreNoLongerCompared(t *testing.T) {
	var signatures []*Signature
	add := func(title string, text uint16) {
		signatures = append(signatures, sketched(2+len(signatures), title, text))
	}
	for range maxCompared - 3 {
		add("Go Modules", 1)
	}
	for _, title := range []string{"Go Modules Today", "Go Modules Explained", "Great Go Modules", "Go Modules Again"} {
		add(title, 2)
	}
	before := withOthers(New(signatures))
	first := sketched(1, "Go Modules", 1)
	after, _ := before.Update([]Change{{100, first}})
	want := map[data.EpisodeID]bool{"e15": true, "e16": true, "e17": true, "e18": true}
	if d := cmp.Diff(want, boilerplates(before)); d != "" {
		t.Errorf("boilerplate before (-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[data.EpisodeID]bool{"e15": true, "e16": true}, boilerplates(after)); d != "" {
		t.Errorf("boilerplate after (-want +got):\n%s", d)
	}
}

// sketched returns a signature whose sketch agrees with all others in the first band, and
// in most other rows with those of the same text.
func sketched(id int, title string, text uint16) *Signature {
	s := Sign(episode(id, title, description(longText)))
	for i := range s.sketch {
		switch {
		case i < rows:
			s.sketch[i] = 0
		case i%rows == 0:
			s.sketch[i] = uint16(100 + id)
		default:
			s.sketch[i] = text
		}
	}
	return s
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
