package recommend

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

func TestShareOfMeaningFollowsTheTexts(t *testing.T) {
	w := Weights{Search: .6, Similar: .6, Short: .25, Line: .85, SearchSpoken: .5, Spoken: .3}
	search := func(words int, spoken float64) func() float64 {
		return func() float64 { return w.searchShare(words, spoken) }
	}
	similar := func(words float64) func() float64 { return func() float64 { return w.similarShare(words) } }
	for _, tt := range []struct {
		name  string
		share func() float64
		want  string
	}{
		{"a search without words is like one of one word", search(0, 0), "0.150"},
		{"a search of one word", search(1, 0), "0.150"},
		{"a search of four words", search(4, 0), "0.401"},
		{"a search of twelve words has the whole share", search(12, 0), "0.600"},
		{"a long question has no more", search(80, 0), "0.600"},
		{"a search whose words match half in transcripts", search(12, .5), "0.450"},
		{"a search whose words match in transcripts only", search(12, 1), "0.300"},
		{"an episode without a description", similar(0), "0.510"},
		{"a description of one line", similar(40), "0.510"},
		{"a description of a paragraph has the whole share", similar(150), "0.600"},
		{"a long description", similar(1000), "0.600"},
		{"a short transcript", similar(2236), "0.390"},
		{"a transcript", similar(5000), "0.180"},
		{"a long transcript has no less", similar(50_000), "0.180"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, fmt.Sprintf("%.3f", tt.share())); d != "" {
				t.Errorf("share of meaning (-want +got):\n%s", d)
			}
		})
	}
}

func TestAdaptedWeightsOfOneChangeNothing(t *testing.T) {
	w := Weights{Search: .6, Similar: .4, Short: 1, Line: 1, SearchSpoken: 1, Spoken: 1}
	for _, words := range []int{0, 1, 30, 9000} {
		if search, similar := w.searchShare(words, .7), w.similarShare(float64(words)); search != .6 || similar != .4 {
			t.Errorf("%d words: shares %v and %v, want .6 and .4", words, search, similar)
		}
	}
}

func TestRarityOfShows(t *testing.T) {
	for _, tt := range []struct {
		name      string
		same, all int
		want      string
	}{
		{"no candidate is of the show", 0, 100, "1.00"},
		{"one in twenty candidates is of the show", 5, 100, "1.00"},
		{"a fifth of the candidates is of the show", 20, 100, "0.54"},
		{"half of the candidates are of the show", 50, 100, "0.23"},
		{"all candidates are of the show", 100, 100, "0.00"},
		{"there are no candidates", 0, 0, "0.00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &ranking{seeds: &seeds{shows: []data.ShowID{"own"}}}
			for i := range tt.all {
				entry := &Entry{Episode: data.Episode{Show: data.Show{ID: "other"}}}
				if i < tt.same {
					entry.Show.ID = "own"
				}
				r.candidates = append(r.candidates, &candidate{entry: entry, included: true})
			}
			r.findRarity()
			if d := cmp.Diff(tt.want, fmt.Sprintf("%.2f", r.seeds.rarity)); d != "" {
				t.Errorf("rarity (-want +got):\n%s", d)
			}
		})
	}
}
