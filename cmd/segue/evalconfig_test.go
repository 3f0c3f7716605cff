package main

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/recommend/judge"
)

func TestConfigurations(t *testing.T) {
	inUse := recommend.Weights{Search: .5, Similar: .4, Feedback: .3, People: .2, Series: .1}
	baselines := []configuration{{"words only", recommend.Weights{}}, {"vectors only", recommend.Weights{Search: 1, Similar: 1, Spoken: 1}}}
	for _, tt := range []struct {
		name string
		task judge.Task
		want []configuration
	}{
		{"of a search change its weight and the feedback", judge.Task{Kind: judge.Search}, []configuration{
			{"hybrid 0", recommend.Weights{Similar: .4, Feedback: .3, People: .2, Series: .1}},
			{"hybrid .35", recommend.Weights{Search: .35, Similar: .4, Feedback: .3, People: .2, Series: .1}},
			{"default", inUse},
			{"default without feedback", recommend.Weights{Search: .5, Similar: .4, People: .2, Series: .1}},
		}},
		{"of similar change its weight and the signals that are on", judge.Task{Kind: judge.Similar}, []configuration{
			{"hybrid 0", recommend.Weights{Search: .5, Spoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"hybrid .35", recommend.Weights{Search: .5, Similar: .35, Spoken: 1, Feedback: .3, People: .2, Series: .1}},
			{"default", inUse},
			{"default without people", recommend.Weights{Search: .5, Similar: .4, Feedback: .3, Series: .1}},
			{"default without series", recommend.Weights{Search: .5, Similar: .4, Feedback: .3, People: .2}},
			{"default without these signals", recommend.Weights{Search: .5, Similar: .4, Feedback: .3}},
		}},
		{"leave out the signals that made the labels", judge.Task{Kind: judge.Similar, Without: []judge.Signal{judge.SignalPeople, judge.SignalSeries}}, []configuration{
			{"hybrid 0", recommend.Weights{Search: .5, Spoken: 1, Feedback: .3}},
			{"hybrid .35", recommend.Weights{Search: .5, Similar: .35, Spoken: 1, Feedback: .3}},
			{"default", recommend.Weights{Search: .5, Similar: .4, Feedback: .3}},
		}},
		{"of a check try no weights", judge.Task{Kind: judge.Search, Check: true}, []configuration{
			{"default", inUse},
			{"default without feedback", recommend.Weights{Search: .5, Similar: .4, People: .2, Series: .1}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := configurations(tt.task, inUse, []float64{0, .35})
			if d := cmp.Diff(append(baselines[:2:2], tt.want...), got, cmp.AllowUnexported(configuration{})); d != "" {
				t.Errorf("configurations (-want +got):\n%s", d)
			}
		})
	}
}

func TestWhatMadeTheLabelsIsTakenOutOfTheEpisodes(t *testing.T) {
	episodes := func() []data.Episode {
		return []data.Episode{{ID: "a", Description: "Rye rises. Oats do not.", People: []data.Person{{Name: "Ada"}}, Tags: []string{"Bread"}}}
	}
	for _, tt := range []struct {
		name   string
		task   judge.Task
		change func(*data.Episode)
	}{
		{"nothing for pairs", judge.Task{}, func(*data.Episode) {}},
		{"people", judge.Task{Without: []judge.Signal{judge.SignalPeople}}, func(e *data.Episode) { e.People = nil }},
		{"tags", judge.Task{Without: []judge.Signal{judge.SignalTags}}, func(e *data.Episode) { e.Tags = nil }},
		{"a hidden sentence", judge.Task{Hide: map[data.EpisodeID]string{"a": "Oats do not."}}, func(e *data.Episode) { e.Description = "Rye rises." }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			given, want := episodes(), episodes()
			tt.change(&want[0])
			if d := cmp.Diff(want, prepare(tt.task, given)); d != "" {
				t.Errorf("prepare (-want +got):\n%s", d)
			}
			if d := cmp.Diff(episodes(), given); d != "" {
				t.Errorf("prepare changed what it was given (-want +got):\n%s", d)
			}
			if same := preparation(tt.task) == preparation(judge.Task{}); same != (tt.name == "nothing for pairs") {
				t.Errorf("the task shares the episodes of one that takes out nothing: %v", same)
			}
		})
	}
}

func TestAtOnceDoesAllOrStopsAtAnError(t *testing.T) {
	done := make([]bool, 50)
	if err := atOnce(t.Context(), len(done), func(_ context.Context, i int) error { done[i] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for i, d := range done {
		if !d {
			t.Errorf("%d was not done", i)
		}
	}
	broken := errors.New("broken on purpose")
	err := atOnce(t.Context(), len(done), func(ctx context.Context, i int) error {
		if i == 0 {
			return broken
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, broken) {
		t.Errorf("atOnce = %v, want the first error", err)
	}
}
