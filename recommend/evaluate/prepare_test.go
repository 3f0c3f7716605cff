package evaluate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

func TestPrepareRemovesTheDataThatLabelsWereDerivedFrom(t *testing.T) {
	episodes := func() []data.Episode {
		return []data.Episode{{ID: "a", Description: "Rye rises. Oats do not.", People: []data.Person{{Name: "Ada"}}, Tags: []string{"Bread"}}}
	}
	for _, tt := range []struct {
		name   string
		task   Task
		change func(*data.Episode)
	}{
		{"nothing for pairs", Task{}, func(*data.Episode) {}},
		{"people", Task{Without: []Signal{SignalPeople}}, func(e *data.Episode) { e.People = nil }},
		{"tags", Task{Without: []Signal{SignalTags}}, func(e *data.Episode) { e.Tags = nil }},
		{"a hidden sentence", Task{Hide: map[data.EpisodeID]string{"a": "Oats do not."}}, func(e *data.Episode) { e.Description = "Rye rises." }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			given, want := episodes(), episodes()
			tt.change(&want[0])
			if d := cmp.Diff(want, tt.task.prepare(given)); d != "" {
				t.Errorf("prepare (-want +got):\n%s", d)
			}
			if d := cmp.Diff(episodes(), given); d != "" {
				t.Errorf("prepare changed its argument (-want +got):\n%s", d)
			}
			if same := tt.task.preparation() == (Task{}).preparation(); same != (tt.name == "nothing for pairs") {
				t.Errorf("preparation equals the one of a task that removes nothing: %v", same)
			}
		})
	}
}
