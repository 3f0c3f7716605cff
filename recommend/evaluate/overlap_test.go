package evaluate

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
)

func letters(text string) []data.EpisodeID {
	list := []data.EpisodeID{}
	for _, r := range text {
		list = append(list, data.EpisodeID(r))
	}
	return list
}

func TestOverlap(t *testing.T) {
	for _, tt := range []struct {
		name, a, b    string
		overlap, mean float64
	}{
		{"equal lists", "abc", "abc", 1, 1},
		{"two empty lists", "", "", 1, 1},
		{"one empty list", "", "ab", 0, 0},
		{"no common result", "ab", "cd", 0, 0},
		{"another order", "ab", "ba", 1, .5},
		{"one of two in common, first place", "ab", "ac", .5, .75},
		{"one of two in common, last place", "ba", "ca", .5, .25},
		{"a shorter list", "ab", "a", .5, .75},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := letters(tt.a), letters(tt.b)
			if got := overlap(a, b); got != tt.overlap {
				t.Errorf("overlap %v, want %v", got, tt.overlap)
			}
			if got := averageOverlap(a, b); got != tt.mean {
				t.Errorf("average overlap %v, want %v", got, tt.mean)
			}
		})
	}
}

func TestOverlapsAreBetween0And1AndSymmetric(t *testing.T) {
	list := rapid.Map(rapid.Permutation([]rune("abcdefghijklmno")), func(all []rune) []data.EpisodeID { return letters(string(all[:10])) })
	rapid.Check(t, func(t *rapid.T) {
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		for _, of := range []func(a, b []data.EpisodeID) float64{overlap, averageOverlap} {
			if x, y := of(a, b), of(b, a); x != y || x < 0 || x > 1 {
				t.Fatalf("%v and %v", x, y)
			}
		}
		if same := slices.Equal(a, b); same != (averageOverlap(a, b) == 1) {
			t.Fatalf("the same: %t, average overlap %v", same, averageOverlap(a, b))
		}
		if got, want := (answerPair{active: a, other: b}).tenths(), int(math.Round(10*overlap(a, b))); got != want {
			t.Fatalf("%d tenths, want %d", got, want)
		}
	})
}

func TestAgreement(t *testing.T) {
	titles := map[data.EpisodeID]string{"1": "One", "2": "Two", "3": "Three", "a": "A", "b": "B", "c": "C"}
	got := agreement([]answerPair{
		{"1", letters("ab"), letters("ab")},
		{"2", letters("ab"), letters("ba")},
		{"3", letters("ab"), letters("ac")},
	}, titles, 9)
	want := Agreement{
		Episodes: 3, Mean: 2.5 / 3, Order: 2.25 / 3, First: 2. / 3, Distribution: [11]int{5: 1, 10: 2},
		Changed: []ChangedEpisode{
			{ID: "3", Title: "Three", Overlap: .5, order: .75,
				Active: []RankedTitle{{"a", "A", true}, {"b", "B", false}}, Other: []RankedTitle{{"a", "A", true}, {"c", "C", false}}},
			{ID: "2", Title: "Two", Overlap: 1, order: .5,
				Active: []RankedTitle{{"a", "A", true}, {"b", "B", true}}, Other: []RankedTitle{{"b", "B", true}, {"a", "A", true}}},
		},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(ChangedEpisode{}), cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Errorf("comparison (-want +got):\n%s", d)
	}
	if got := agreement(nil, nil, 5); got.Episodes != 0 || got.Mean != 0 || len(got.Changed) != 0 {
		t.Errorf("agreement without episodes: %+v", got)
	}
}
