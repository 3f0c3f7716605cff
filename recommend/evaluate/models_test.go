package evaluate

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
)

// list is a catalogue in memory.
type list []data.Episode

func (l list) Read(_ context.Context, _ catalog.Contents, each func(catalog.Stored) error) (int64, error) {
	for _, e := range l {
		if err := each(catalog.Stored{Episode: e}); err != nil {
			return 0, err
		}
	}
	return 1, nil
}

// neighbours has the similar episodes of each episode, as ids of one letter.
type neighbours map[data.EpisodeID]string

func (neighbours) Search(context.Context, string, recommend.Options) (recommend.Search, error) {
	return recommend.Search{}, nil
}

func (n neighbours) Similar(_ context.Context, ref data.Ref, _ recommend.Options) (recommend.Similar, error) {
	var found recommend.Similar
	for _, id := range letters(n[ref.ID]) {
		found.Results = append(found.Results, recommend.Result{Episode: data.Episode{ID: id}})
	}
	return found, nil
}

func TestCompareModels(t *testing.T) {
	episodes := list{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"}, {ID: "d", Title: "D"}}
	active := Model{Name: "one", Engine: neighbours{"a": "bc", "b": "ac", "c": "ab", "d": "ab"}}
	other := Model{Name: "two", Engine: neighbours{"a": "bd", "b": "ac", "c": "ab", "d": "ab"}}
	changed := []ChangedEpisode{{ID: "a", Title: "A", Overlap: .5,
		Active: []RankedTitle{{"b", "B", true}, {"c", "C", false}}, Other: []RankedTitle{{"b", "B", true}, {"d", "D", false}}}}
	for _, tt := range []struct {
		name    string
		options DiffOptions
		want    ModelDiff
	}{
		{"compares all episodes", DiffOptions{Changed: 5}, ModelDiff{Episodes: 4, Overlap: Agreement{
			Episodes: 4, Mean: .875, Order: .9375, First: 1, Distribution: [11]int{5: 1, 10: 3}, Changed: changed}}},
		{"compares a sample", DiffOptions{Changed: 5, Sample: 2}, ModelDiff{Episodes: 4, Overlap: Agreement{
			Episodes: 2, Mean: .75, Order: .875, First: 1, Distribution: [11]int{5: 1, 10: 1}, Changed: changed}}},
		{"has the reason if there are no labels", DiffOptions{Tasks: true, Sample: 1, Name: "none.db"}, ModelDiff{
			Episodes: 4, Problem: `catalogue "none.db" has nothing to derive labels from`, Overlap: Agreement{
				Episodes: 1, Mean: .5, Order: .75, First: 1, Distribution: [11]int{5: 1}, Changed: []ChangedEpisode{}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Active, tt.want.Other, tt.want.Tasks = "one", "two", []TaskDiff{}
			catalogue := episodes
			if tt.options.Tasks {
				catalogue = list{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
			}
			got, err := CompareModels(t.Context(), catalogue, active, other, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(ChangedEpisode{}), cmpopts.EquateApprox(0, 1e-12)); d != "" {
				t.Errorf("comparison (-want +got):\n%s", d)
			}
		})
	}
}

func TestCompareModelsMeasuresTheDefaultConfigurationOfBothModels(t *testing.T) {
	v, _, _ := fakeEvaluator(recommend.ModeHybrid)
	better := *v
	better.Weights.Similar = .9
	episodes := list{}
	for _, id := range []data.EpisodeID{"a", "b", "c"} {
		episodes = append(episodes, data.Episode{ID: id, Title: "A talk by one guest, number " + string(id), People: []data.Person{{Name: "Ada", Role: data.RoleGuest}}})
	}
	d, err := CompareModels(t.Context(), episodes, Model{Engine: neighbours{}, Evaluator: v}, Model{Engine: neighbours{}, Evaluator: &better}, DiffOptions{Tasks: true})
	if err != nil {
		t.Fatal(err)
	}
	var tasks []string
	for _, task := range d.Tasks {
		tasks = append(tasks, task.Task)
		if task.Metric != NDCG10 || task.Wins+task.Ties+task.Losses != task.Queries {
			t.Errorf("task %+v", task)
		}
	}
	if d := cmp.Diff([]string{"guests", "titles"}, tasks); d != "" {
		t.Errorf("tasks (-want +got):\n%s", d)
	}
}
