package evaluate

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
)

var close6 = cmpopts.EquateApprox(0, 1e-6)

func ids(names ...data.EpisodeID) []data.EpisodeID { return names }

func TestMetricsOfRankingsComputedByHand(t *testing.T) {
	grades := Relevance{"a": 3, "b": 2, "c": 1}
	type figures struct{ NDCG, Recall, Precision, Reciprocal, Hit float64 }
	for _, tt := range []struct {
		name   string
		ranked []data.EpisodeID
		k      int
		want   figures
	}{
		{"the best order has score 1", ids("a", "b", "c"), 3, figures{1, 1, 1, 1, 1}},
		{"empty places only reduce precision", ids("a", "b", "c"), 10, figures{1, 1, .3, 1, 1}},
		{"no relevant result has score 0", ids("x", "y"), 10, figures{}},
		{"an empty answer has score 0", nil, 10, figures{}},
		{"depth 0 has score 0", ids("a"), 0, figures{}},
		{"a negative depth has score 0", ids("a"), -1, figures{}},
		// (2/1 + 3/1.584963) / (3/1 + 2/1.584963 + 1/2) = 3.892789 / 4.761860
		{"a better document at a lower place reduces nDCG", ids("b", "a", "x"), 10, figures{0.817494, 2. / 3, .2, 1, 1}},
		// (1/1.584963) / 4.761860, and the ideal is cut at k as well: (3 + 2/1.584963) = 4.261860
		{"the depth limits the ideal order too", ids("x", "c", "a"), 2, figures{0.630930 / 4.261860, 1. / 3, .5, .5, 1}},
		{"results after the depth do not count", ids("x", "y", "a"), 2, figures{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := figures{NDCG(tt.ranked, grades, tt.k), Recall(tt.ranked, grades, tt.k), Precision(tt.ranked, grades, tt.k),
				ReciprocalRank(tt.ranked, grades, tt.k), Hit(tt.ranked, grades, tt.k)}
			if d := gocmp.Diff(tt.want, got, close6); d != "" {
				t.Errorf("figures (-want +got):\n%s", d)
			}
		})
	}
	for _, m := range append(Metrics(), "unknown") {
		if got := m.Score(ids("a"), nil); got != 0 || math.IsNaN(got) {
			t.Errorf("%s without relevant documents = %v", m, got)
		}
	}
}

// The figures in testdata/reference.json were computed once with the tools that it
// names; the rankings are its scores in trec_eval's order of ties.
func TestMetricsAgreeWithPublishedTools(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	var reference struct {
		Cases []struct {
			Name    string
			Labels  Relevance
			Scores  map[data.EpisodeID]float64
			Figures map[Metric]float64
		}
	}
	if err := json.Unmarshal(raw, &reference); err != nil {
		t.Fatal(err)
	}
	if len(reference.Cases) == 0 {
		t.Fatal("the reference has no cases")
	}
	for _, tt := range reference.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			ranked := []data.EpisodeID{}
			for id := range tt.Scores {
				ranked = append(ranked, id)
			}
			slices.SortFunc(ranked, func(a, b data.EpisodeID) int {
				return cmp.Or(cmp.Compare(tt.Scores[b], tt.Scores[a]), cmp.Compare(b, a))
			})
			for id, grade := range tt.Labels {
				if grade <= 0 {
					delete(tt.Labels, id)
				}
			}
			got := map[Metric]float64{}
			for _, m := range Metrics() {
				got[m] = m.Score(ranked, tt.Labels)
			}
			if d := gocmp.Diff(tt.Figures, got, cmpopts.EquateApprox(0, 1e-8)); d != "" {
				t.Errorf("figures (-tools +ours):\n%s", d)
			}
		})
	}
}

func TestMetricsAreBetween0And1AndHighestForTheBestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Map(rapid.IntRange(0, 30), func(n int) data.EpisodeID { return data.EpisodeID(rune('A' + n)) })
		ranked := rapid.SliceOfNDistinct(id, 0, 25, rapid.ID).Draw(t, "ranked")
		relevant := Relevance(rapid.MapOfN(id, rapid.IntRange(1, 4), 0, 20).Draw(t, "relevant"))
		best := slices.SortedStableFunc(slices.Values(ranked), func(a, b data.EpisodeID) int { return relevant[b] - relevant[a] })
		for _, m := range Metrics() {
			score, ideal := m.Score(ranked, relevant), m.Score(best, relevant)
			if !(score >= 0 && ideal <= 1+1e-12 && score <= ideal+1e-12) {
				t.Fatalf("%s is %v, and %v for the best order", m, score, ideal)
			}
		}
	})
}
