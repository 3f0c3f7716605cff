package evaluate

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// fakeIndex ranks the relevant episode first if the semantic weight is above one half,
// and last otherwise.
type fakeIndex struct {
	ids    []data.EpisodeID
	mode   recommend.Mode
	closed *int
	// cached are the texts that were embedded in advance.
	cached []string
}

func (f *fakeIndex) Search(_ context.Context, text string, o recommend.Options) (recommend.Search, error) {
	return recommend.Search{Answer: f.answer(data.EpisodeID(text), o.Weights.Search)}, nil
}

func (f *fakeIndex) Similar(_ context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
	return recommend.Similar{Answer: f.answer(ref.ID, o.Weights.Similar)}, nil
}

func (f *fakeIndex) answer(relevant data.EpisodeID, semantic float64) recommend.Answer {
	ranked := slices.DeleteFunc(slices.Clone(f.ids), func(id data.EpisodeID) bool { return id == relevant })
	if semantic > .5 {
		ranked = slices.Insert(ranked, 0, relevant)
	} else {
		ranked = append(ranked, relevant)
	}
	a := recommend.Answer{Mode: f.mode}
	for _, id := range ranked {
		a.Results = append(a.Results, recommend.Result{Episode: data.Episode{ID: id}})
	}
	return a
}

func (f *fakeIndex) CacheQueries(_ context.Context, texts []string) error {
	f.cached = append(f.cached, texts...)
	return nil
}

func (f *fakeIndex) Status() recommend.Status { return recommend.Status{Model: "fake"} }
func (f *fakeIndex) Close()                   { *f.closed++ }

// fakeEvaluator evaluates with a fakeIndex and counts how many were opened and closed.
func fakeEvaluator(mode recommend.Mode) (v *Evaluator, opened, closed *int) {
	opened, closed = new(int), new(int)
	return &Evaluator{
		Weights: recommend.Weights{Search: .6, Similar: .4, Short: 1, Line: 1, SearchSpoken: 1, Spoken: 1}, Semantic: []float64{.4, .6},
		Index: func(_ context.Context, _ string, episodes []data.Episode) (Index, error) {
			*opened++
			f := &fakeIndex{mode: mode, closed: closed}
			for _, e := range episodes {
				f.ids = append(f.ids, e.ID)
			}
			return f, nil
		},
	}, opened, closed
}

// known returns a task with episode c of five as the only relevant one.
func known(name string, kind Kind) Task {
	return Task{Name: name, Kind: kind, Queries: []Query{{ID: "q", Text: "c", Episode: "c"}}, Relevant: map[string]Relevance{"q": {"c": 1}}}
}

func fiveEpisodes(tasks ...Task) Collection {
	return Collection{Name: "five", Episodes: []data.Episode{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "e"}}, Tasks: tasks}
}

func TestEvaluateMeasuresEachConfigurationOfEachTask(t *testing.T) {
	people := known("guests", Similar)
	people.Without = []Signal{SignalPeople}
	v, opened, closed := fakeEvaluator(recommend.ModeHybrid)
	list, err := v.Evaluate(t.Context(), fiveEpisodes(known("search", Search), people, known("links", Similar)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]float64{}
	for _, r := range list {
		got[r.Task.Name] = map[string]float64{}
		for _, run := range r.Runs {
			got[r.Task.Name][run.Configuration] = run.Values(MRR10)[0]
		}
	}
	want := map[string]map[string]float64{
		"search": {"words only": .2, "vectors only": 1, "hybrid .4": .2, "hybrid .6": 1, "default": 1},
		"guests": {"words only": .2, "vectors only": 1, "hybrid .4": .2, "hybrid .6": 1, "default": .2},
		"links":  {"words only": .2, "vectors only": 1, "hybrid .4": .2, "hybrid .6": 1, "default": .2},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reciprocal ranks (-want +got):\n%s", d)
	}
	if *opened != 2 || *closed != 2 {
		t.Errorf("%d indexes were opened and %d closed, want 2: two tasks share their episodes", *opened, *closed)
	}
	if list[0].Model != "fake" {
		t.Errorf("model %q", list[0].Model)
	}
}

func TestEvaluateCountsEveryQueryOfDistinctConfigurations(t *testing.T) {
	v, _, _ := fakeEvaluator(recommend.ModeHybrid)
	var counts []int
	ended := false
	v.Progress = func(string) (func(int, int), func()) {
		return func(done, total int) { counts = append(counts, done, total) }, func() { ended = true }
	}
	if _, err := v.Evaluate(t.Context(), fiveEpisodes(known("search", Search))); err != nil {
		t.Fatal(err)
	}
	// One query is embedded and then measured. The default equals hybrid .6.
	if d := cmp.Diff([]int{1, 1, 1, 4, 2, 4, 3, 4, 4, 4}, counts); d != "" || !ended {
		t.Errorf("ended: %v, counts (-want +got):\n%s", ended, d)
	}
}

func TestEvaluateReturnsErrorIfASearchUsesWordsOnly(t *testing.T) {
	v, _, closed := fakeEvaluator(recommend.ModeKeyword)
	_, err := v.Evaluate(t.Context(), fiveEpisodes(known("search", Search)))
	if !errors.Is(err, ErrNoVector) || *closed != 1 {
		t.Errorf("Evaluate = %v and closed %d indexes, want ErrNoVector and 1", err, *closed)
	}
}

func TestWithChoices(t *testing.T) {
	inUse := recommend.Weights{Search: .5, Similar: .4, Short: .3, Line: .3, SearchSpoken: .3, Spoken: .3, People: .2}
	choice := func(kind Kind, weight, current float64) WeightChoice {
		return WeightChoice{Kind: kind, Choice: &Choice{Weight: weight, Current: current}}
	}
	for _, tt := range []struct {
		name    string
		choices []WeightChoice
		want    recommend.Weights
		err     error
	}{
		{"sets the new weight of each kind", []WeightChoice{choice(Search, .7, .5), choice(Similar, .6, .4)},
			recommend.Weights{Search: .7, Similar: .6, Short: .3, Line: 1, SearchSpoken: 1, Spoken: 1, People: .2}, nil},
		{"keeps unchanged weights", []WeightChoice{choice(Search, .5, .5), choice(Similar, .4, .4)}, inUse, nil},
		{"sets one weight if the other kind has too few queries", []WeightChoice{{Kind: Search}, choice(Similar, .6, .4)},
			recommend.Weights{Search: .5, Similar: .6, Short: .3, Line: 1, SearchSpoken: .3, Spoken: 1, People: .2}, nil},
		{"returns ErrNoChoice if no weight was chosen", []WeightChoice{{Kind: Search}, {Kind: Similar}}, inUse, ErrNoChoice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := WithChoices(inUse, tt.choices)
			if d := cmp.Diff(tt.want, got); d != "" || !errors.Is(err, tt.err) {
				t.Errorf("error %v, weights (-want +got):\n%s", err, d)
			}
		})
	}
}

func TestReportHasComparisonsAndWorstQueries(t *testing.T) {
	v, _, _ := fakeEvaluator(recommend.ModeHybrid)
	set := fiveEpisodes(known("links", Similar))
	list, err := v.Evaluate(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	r, err := list[0].Report(set, ReportOptions{Pairs: [][2]string{{Default, VectorsOnly}, {Default, "default without feedback"}}, Worst: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Comparisons) != 1 || r.Comparisons[0].B != VectorsOnly || r.Comparisons[0].Losses != 1 {
		t.Errorf("comparisons %+v, want no comparison with a configuration that the task does not have", r.Comparisons)
	}
	if len(r.Worst) != 1 || r.Worst[0].Configuration != Default || r.Model != "fake" {
		t.Errorf("model %q, worst %+v", r.Model, r.Worst)
	}
}
