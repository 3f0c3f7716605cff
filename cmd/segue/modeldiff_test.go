package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/cmd/segue/internal/app"
	"segue/recommend/evaluate"
)

// TestModelDiffAgreesWithSimilar computes the figures from the output of "segue similar". The
// commands are processes, because the models are several times slower with the race detector.
func TestModelDiffAgreesWithSimilar(t *testing.T) {
	t.Parallel()
	const episodes = 16
	file := breadCatalogue(t, episodes)
	_, flags := startOther(t)
	runProcess(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	var got evaluate.ModelDiff
	out := runProcess(t, "model", "diff", "--data", file, "--json", "--limit", fmt.Sprint(episodes), otherName)
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	similar := func(id string, flags ...string) []string {
		var body struct {
			Results []struct{ Episode struct{ ID string } }
		}
		args := slices.Concat([]string{"similar", "--data", file, "--json", "--limit", "10", id}, flags)
		if err := json.Unmarshal([]byte(runProcess(t, args...)), &body); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, r := range body.Results {
			ids = append(ids, r.Episode.ID)
		}
		return ids
	}
	want := evaluate.Agreement{Episodes: episodes}
	lists := map[string][2][]string{}
	for i := range episodes {
		id := fmt.Sprintf("loaf-%d", i)
		a, b := similar(id), similar(id, flags...)
		lists[id] = [2][]string{a, b}
		in := map[string]bool{}
		for _, other := range a {
			in[other] = true
		}
		same := 0
		for _, other := range b {
			if in[other] {
				same++
			}
		}
		want.Mean += float64(same) / 10 / episodes
		want.Distribution[same]++
		if a[0] == b[0] {
			want.First += 1. / episodes
		}
	}
	equal := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	if o := got.Overlap; o.Episodes != episodes || !equal(o.Mean, want.Mean) || !equal(o.First, want.First) || o.Distribution != want.Distribution {
		t.Errorf("overlaps %+v, want %+v", o, want)
	}
	if want.Mean == 1 || len(got.Overlap.Changed) == 0 {
		t.Fatal("both models return the same; nothing is tested")
	}
	last := 0.
	for _, c := range got.Overlap.Changed {
		if c.Overlap < last {
			t.Error("the most changed episodes are not first")
		}
		last = c.Overlap
		var ids [2][]string
		for i, list := range [][]evaluate.RankedTitle{c.Active, c.Other} {
			for _, r := range list {
				ids[i] = append(ids[i], string(r.ID))
				if r.Title == "" || r.Both != (slices.Contains(lists[string(c.ID)][0], string(r.ID)) && slices.Contains(lists[string(c.ID)][1], string(r.ID))) {
					t.Errorf("%s has %+v", c.ID, r)
				}
			}
		}
		if d := cmp.Diff(lists[string(c.ID)], ids); d != "" {
			t.Errorf("lists of %s (-want +got):\n%s", c.ID, d)
		}
	}
	checkTasks(t, got, file, flags)
}

// checkTasks compares the figures with the output of "segue eval" for each model.
func checkTasks(t *testing.T, d evaluate.ModelDiff, file string, flags []string) {
	t.Helper()
	if len(d.Tasks) == 0 {
		t.Fatal("no tasks")
	}
	for i, model := range []string{d.Active, d.Other} {
		args := slices.Concat([]string{"eval", "--from-catalogue", "--data", file, "--json"}, [][]string{nil, flags}[i])
		var e app.Evaluation
		if err := json.Unmarshal([]byte(runProcess(t, args...)), &e); err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Reports {
			at := slices.IndexFunc(d.Tasks, func(task evaluate.TaskDiff) bool { return task.Task == r.Task })
			row := r.Rows[slices.IndexFunc(r.Rows, func(row evaluate.Row) bool { return row.Configuration == evaluate.Default })]
			got := d.Tasks[at].Active
			if i == 1 {
				got = d.Tasks[at].Other
			}
			if got != row.Figures[0].Estimate || d.Tasks[at].Metric != row.Figures[0].Metric || d.Tasks[at].Queries != r.Queries {
				t.Errorf("%s with %s: %+v, but eval has %+v", r.Task, model, got, row.Figures[0])
			}
		}
	}
	for _, task := range d.Tasks {
		if math.Abs(task.Other.Mean-task.Active.Mean-task.Difference.Mean) > 1e-9 || task.Wins+task.Ties+task.Losses != task.Queries {
			t.Errorf("task %+v", task)
		}
	}
}
