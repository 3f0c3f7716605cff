package evaluate

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

var fruit = Task{
	Name: "search", Kind: Search,
	Queries:  []Query{{ID: "1", Text: "found first"}, {ID: "2", Text: "found second"}, {ID: "3", Text: "unlabelled"}},
	Relevant: map[string]Relevance{"1": {"a": 1}, "2": {"b": 1}},
}

func always(ranked ...data.EpisodeID) Ranker {
	return func(context.Context, Query) ([]data.EpisodeID, error) { return ranked, nil }
}

func measure(t *testing.T, configuration string, rank Ranker) Run {
	t.Helper()
	run, err := Measure(t.Context(), configuration, fruit, rank)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestMeasureScoresEveryLabelledQuery(t *testing.T) {
	got := measure(t, "words only", always("a", "b"))
	want := Run{Configuration: "words only", Results: []Result{
		{Query: fruit.Queries[0], Answered: ids("a", "b"),
			Scores: map[Metric]float64{NDCG10: 1, Recall10: 1, Recall100: 1, MRR10: 1, Hit10: 1, Precision10: .1}},
		// 1/log2(3) = .630930
		{Query: fruit.Queries[1], Answered: ids("a", "b"),
			Scores: map[Metric]float64{NDCG10: 0.630930, Recall10: 1, Recall100: 1, MRR10: .5, Hit10: 1, Precision10: .1}},
	}}
	if d := cmp.Diff(want, got, close6); d != "" {
		t.Errorf("Measure (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]float64{1, .5}, got.Values(MRR10)); d != "" {
		t.Errorf("Values (-want +got):\n%s", d)
	}
	if got := got.Estimate(MRR10).Mean; got != .75 {
		t.Errorf("the mean of 1 and 1/2 is %v", got)
	}
}

func TestMeasureStoresOnePageAndScoresDepthResults(t *testing.T) {
	long := make([]data.EpisodeID, 0, 101)
	for i := range 101 {
		long = append(long, data.EpisodeID("x"+strings.Repeat("y", i)))
	}
	long[99], long[100] = "a", "b"
	got := measure(t, "deep", always(long...))
	if n := len(got.Results[0].Answered); n != Page {
		t.Errorf("%d results are stored, want %d", n, Page)
	}
	if d := cmp.Diff([]float64{1, 0}, got.Values(Recall100)); d != "" {
		t.Errorf("recall@100 of the ranks 100 and 101 (-want +got):\n%s", d)
	}
}

func TestMeasureErrorsContainTheQuery(t *testing.T) {
	cause := errors.New("no index")
	for _, tt := range []struct {
		name string
		rank Ranker
		want string
	}{
		{"error of the ranker", func(context.Context, Query) ([]data.EpisodeID, error) { return nil, cause },
			`search, bad: query "1": no index`},
		{"repeated episode", always("a", "x", "a"), `search, bad: query "1": answer has episode "a" twice`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Measure(t.Context(), "bad", fruit, tt.rank)
			if err == nil || err.Error() != tt.want {
				t.Errorf("Measure = %v, want %q", err, tt.want)
			}
		})
	}
}
