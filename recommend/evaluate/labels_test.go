package evaluate

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/datatest"
)

func tagged(id data.EpisodeID, show string, tags ...string) labelledEpisode {
	return labelledEpisode{Episode: data.Episode{ID: id, Title: string(id), Show: data.Show{Title: show}}, tags: tags}
}

func TestSharedLabels(t *testing.T) {
	for _, tt := range []struct {
		name    string
		entries []labelledEpisode
		rule    LabelRule
		want    map[string]Relevance
	}{
		{"relate in both directions", []labelledEpisode{tagged("a", "S", "Go"), tagged("b", "S", "Go"), tagged("c", "S")}, LabelRule{},
			map[string]Relevance{"a": {"b": 1}, "b": {"a": 1}}},
		{"are compared by letters and digits", []labelledEpisode{tagged("a", "S", "Machine-Learning"), tagged("b", "S", "machine learning")}, LabelRule{},
			map[string]Relevance{"a": {"b": 1}, "b": {"a": 1}}},
		{"distinguish C from C++ and C#", []labelledEpisode{tagged("a", "S", "C"), tagged("b", "S", "C++"), tagged("c", "S", "C#")}, LabelRule{}, map[string]Relevance{}},
		{"count a repeated label of an episode once", []labelledEpisode{tagged("a", "S", "Go", "go"), tagged("b", "S", "Rust")}, LabelRule{}, map[string]Relevance{}},
		{"count only between Min and Max episodes", []labelledEpisode{tagged("a", "S", "x", "y"), tagged("b", "S", "x", "y"), tagged("c", "S", "y")}, LabelRule{Max: 2},
			map[string]Relevance{"a": {"b": 1}, "b": {"a": 1}}},
		{"ignore the name of the event", []labelledEpisode{tagged("a", "PyCon AU 2017", "pyconau_2017", "Go"), tagged("b", "PyCon AU 2017", "pyconau_2017", "go"), tagged("c", "PyCon AU 2017", "PyCon")}, LabelRule{},
			map[string]Relevance{"a": {"b": 1}, "b": {"a": 1}}},
		{"ignore a label that is the name of the event in half of its uses", []labelledEpisode{tagged("a", "SciPy 2013", "scipy"), tagged("b", "SciPy 2014", "scipy"), tagged("c", "X", "scipy"), tagged("d", "Y", "scipy")}, LabelRule{}, map[string]Relevance{}},
		{"count a label that is the name of the event in few of its uses", []labelledEpisode{tagged("a", "Django Day", "Django"), tagged("b", "X", "django"), tagged("c", "Y", "django")}, LabelRule{},
			map[string]Relevance{"b": {"c": 1}, "c": {"b": 1}}},
		{"keep a word that is shorter than the first word of the show's name", []labelledEpisode{tagged("a", "Google Podcast", "Go"), tagged("b", "Google Podcast", "go")}, LabelRule{},
			map[string]Relevance{"a": {"b": 1}, "b": {"a": 1}}},
		{"ignore labels that begin with a dropped word", []labelledEpisode{tagged("a", "S", "Room 215"), tagged("b", "S", "room_215")}, LabelRule{Drop: []string{"room"}}, map[string]Relevance{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Min = 2
			if tt.rule.Max == 0 {
				tt.rule.Max = 80
			}
			got := sharedLabels("tags", tt.entries, func(e labelledEpisode) []string { return e.tags }, tt.rule)
			if d := cmp.Diff(tt.want, got.Relevant); d != "" {
				t.Errorf("labels (-want +got):\n%s", d)
			}
		})
	}
}

func TestLabelsComeFromCategoriesIfThereAreAny(t *testing.T) {
	var list []labelledEpisode
	for i := range MinTag {
		e := tagged(data.EpisodeID(fmt.Sprint("e", i)), "S", "tea")
		if i < MinCategory {
			e.categories = []string{"Drinks"}
		}
		list = append(list, e)
	}
	got := labelTask(list, LabelRule{})
	want := "Two episodes are related if they share one of 1 categories that have 3 to 80 episodes: 6 labels of 3 episodes."
	if got.Name != "categories" || got.Origin != want {
		t.Errorf("task %q has the origin %q, want %q", got.Name, got.Origin, want)
	}
	if d := cmp.Diff([]Signal{SignalTags}, got.Without); d != "" {
		t.Errorf("signals (-want +got):\n%s", d)
	}
	for i := range list {
		list[i].categories = nil
	}
	if got := labelTask(list, LabelRule{}); got.Name != "tags" || len(got.Queries) != MinTag {
		t.Errorf("without categories, the task is %q with %d queries", got.Name, len(got.Queries))
	}
}

func TestReadOfPublishedSets(t *testing.T) {
	type counts struct {
		Task                      string
		Kind                      Kind
		Episodes, Queries, Labels int
	}
	got := []counts{}
	for _, set := range []string{"ir-cacm", "ir-cranfield", "gcppodcast", "pyvideo"} {
		c, err := Read(datatest.Shared(t, "data", set), ReadOptions{LabelledOnly: set == "pyvideo"})
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range c.Tasks {
			t.Log(c.Name, task.Origin)
			got = append(got, counts{c.Name + " " + task.Name, task.Kind, len(c.Episodes), len(task.Queries), task.Labels()})
		}
	}
	want := []counts{
		{"ir-cacm search", Search, 3204, 52, 796},
		{"ir-cranfield search", Search, 1400, 225, 1837},
		{"gcppodcast related_links_clean", Similar, 329, 108, 178},
		{"gcppodcast categories", Similar, 329, 285, 8382},
		{"pyvideo tags", Similar, 3969, 1748, 77714},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("tasks (-want +got):\n%s", d)
	}
}
