package duplicate

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

// seriesOf returns the series as "name: id=part id=part", by their first episodes in the
// list.
func seriesOf(episodes []data.Episode) []string {
	c := New(signAll(episodes))
	all, seen := []string{}, map[*Series]bool{nil: true}
	for n := range episodes {
		s := c.Series(n)
		if seen[s] {
			continue
		}
		seen[s] = true
		line := s.Name() + ":"
		for _, n := range s.Episodes() {
			line += fmt.Sprintf(" %s=%d", episodes[n].ID, c.Part(n))
		}
		all = append(all, line)
	}
	return all
}

// titles returns episodes of one show, one per day.
func titles(list ...string) []data.Episode {
	var all []data.Episode
	for i, t := range list {
		all = append(all, episode(i+1, t))
	}
	return all
}

func TestSeries(t *testing.T) {
	for _, tt := range []struct {
		name     string
		episodes []data.Episode
		want     []string
	}{
		{"finds the parts of a title", titles("Go Modules, Part 1", "Kernels", "Go Modules (Pt. 2)", "Part Three: Go Modules"), []string{"Go Modules: e1=1 e3=2 e4=3"}},
		{"orders parts by number", titles("Go Modules, Part 2", "Go Modules, Part 1"), []string{"Go Modules: e2=1 e1=2"}},
		{"takes a title without a number as part 1", titles("SRE with Ann Lee", "SRE II with Bo Day"), []string{"SRE: e1=1 e2=2"}},
		{"takes none of two titles without a number as part 1", titles("SRE with Ann Lee", "SRE with Cy Fox", "SRE II with Bo Day", "SRE III with Ann Lee"), []string{"SRE: e3=2 e4=3"}},
		{"starts a new series if part numbers restart", titles("Questions, Part 1", "Questions, Part 2", "Questions, Part 1", "Questions, Part 2"), []string{"Questions: e1=1 e2=2", "Questions: e3=1 e4=2"}},
		{"needs at least two parts", titles("Go Modules, Part 1", "Kernels, Part 2"), []string{}},
		{"does not span two shows", []data.Episode{episode(1, "Go Modules, Part 1"), episode(2, "Go Modules, Part 2", in("feed"))}, []string{}},
		{"ignores episode numbers", titles("#1: Go", "#2: Rust"), []string{}},
		{"finds a series with numbers", titles("Go News #1", "Go News #2"), []string{"Go News: e1=1 e2=2"}},
		{"finds a series by its prefix", titles("Build a Bank: Monzo", "Kernels", "Build a Bank – Starling", "Build a Bank | N26"), []string{"Build a Bank: e1=0 e3=0 e4=0"}},
		{"needs three episodes for a prefix of one word", titles("Rust: Ownership", "Rust: Traits", "Go: Maps", "Go: Channels", "Go: Loops"), []string{"Go: e3=0 e4=0 e5=0"}},
		{"ignores a prefix of too many episodes", numbered("Go Kernels: %s", maxSeries+1), []string{}},
		{"ignores a prefix that is the show's name", titles("The Show: Monzo", "The Show: Starling", "The Show: N26"), []string{}},
		{"ignores a generic prefix", titles("Keynote: Monzo", "Keynote: Starling", "Keynote: N26"), []string{}},
		{"ignores a prefix that is a guest's name", []data.Episode{episode(1, "Ann Lee: Maps", guest("Ann Lee")), episode(2, "Ann Lee: Loops", guest("Ann Lee"))}, []string{}},
		{"counts a re-run once", titles("Build a Bank: Monzo", "Rerun: Build a Bank: Monzo", "Kernels"), []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, seriesOf(tt.episodes)); d != "" {
				t.Errorf("series (-want +got):\n%s", d)
			}
		})
	}
}

func guest(name string) func(*data.Episode) {
	return func(e *data.Episode) { e.People = []data.Person{{Name: name, Role: data.RoleGuest}} }
}

func TestDuplicateHasSeriesOfItsRepresentative(t *testing.T) {
	episodes := titles("Go Modules, Part 1", "Go Modules, Part 2", "Encore: Go Modules, Part 2")
	c := New(signAll(episodes))
	if s := c.Series(0); s == nil || s != c.Series(1) || s != c.Series(2) {
		t.Error("the three episodes are not in one series")
	}
	if d := cmp.Diff([]int{1, 2, 2}, []int{c.Part(0), c.Part(1), c.Part(2)}); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]int{0, 1}, c.Series(0).Episodes()); d != "" {
		t.Errorf("episodes without the re-run (-want +got):\n%s", d)
	}
}
