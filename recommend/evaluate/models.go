package evaluate

import (
	"context"
	"errors"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
)

// Model is a model to compare.
type Model struct {
	Name string
	// Engine ranks the catalogue with the model's vectors.
	Engine Engine
	// Evaluator measures the model. It may be nil if [DiffOptions.Tasks] is false.
	Evaluator *Evaluator
}

// ModelDiff compares the answers of another model with the answers of the active one.
type ModelDiff struct {
	Active string `json:"active"`
	Other  string `json:"other"`
	// Episodes is the number of episodes of the catalogue. Overlap may be about a sample.
	Episodes int       `json:"episodes"`
	Overlap  Agreement `json:"overlap"`
	// Tasks are measured with labels from the catalogue. Problem is the reason if there are
	// none.
	Tasks   []TaskDiff `json:"tasks"`
	Problem string     `json:"problem,omitempty"`
}

// DiffOptions are the options of [CompareModels].
type DiffOptions struct {
	// Name is the catalogue's name, for messages.
	Name string
	// Sample is the number of episodes to compare, 0 for all.
	Sample int
	// Changed is the number of most changed episodes in the result.
	Changed int
	// Tasks also measures both models with labels from the catalogue.
	Tasks bool
	// Progress may be nil.
	Progress Progress
}

// CompareModels compares the answers of two models for a catalogue.
func CompareModels(ctx context.Context, c Catalogue, active, other Model, o DiffOptions) (ModelDiff, error) {
	d := ModelDiff{Active: active.Name, Other: other.Name, Tasks: []TaskDiff{}}
	list, titles, err := similarByBoth(ctx, c, active.Engine, other.Engine, o)
	if err != nil {
		return d, err
	}
	d.Episodes, d.Overlap = len(titles), agreement(list, titles, o.Changed)
	if !o.Tasks {
		return d, nil
	}
	d.Tasks, err = compareTasks(ctx, c, active, other, o.Name)
	if errors.Is(err, ErrNoLabels) {
		d.Problem, err = err.Error(), nil
	}
	return d, err
}

// similarByBoth returns the similar episodes of each episode of a sample by both engines, and
// the titles of all episodes.
func similarByBoth(ctx context.Context, c Catalogue, active, other Engine, o DiffOptions) ([]answerPair, map[data.EpisodeID]string, error) {
	var list []answerPair
	titles := map[data.EpisodeID]string{}
	_, err := c.Read(ctx, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		list, titles[e.ID] = append(list, answerPair{id: e.ID}), e.Title
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if o.Sample > 0 {
		list = sample(list, o.Sample)
	}
	counter := o.Progress.start("comparing answers", len(list))
	defer counter.end()
	err = parallel(ctx, len(list), func(ctx context.Context, i int) (err error) {
		defer counter.next()
		if list[i].active, err = mostSimilar(ctx, active, list[i].id); err != nil {
			return err
		}
		list[i].other, err = mostSimilar(ctx, other, list[i].id)
		return err
	})
	return list, titles, err
}

// mostSimilar returns the first ten results for an episode, with the default options.
func mostSimilar(ctx context.Context, e Engine, id data.EpisodeID) ([]data.EpisodeID, error) {
	found, err := e.Similar(ctx, data.Ref{ID: id}, recommend.Options{Limit: TopTen})
	if err != nil {
		return nil, err
	}
	return idsOf(found.Results), nil
}

// TaskDiff compares the figures of two models for a task.
type TaskDiff struct {
	Task    string   `json:"task"`
	Metric  Metric   `json:"metric"`
	Queries int      `json:"queries"`
	Active  Estimate `json:"active"`
	Other   Estimate `json:"other"`
	// Difference is the mean of the other model's score minus the active one's. Wins is the
	// number of queries that the other model answers better.
	Difference Estimate `json:"difference"`
	P          float64  `json:"p"`
	Wins       int      `json:"wins"`
	Ties       int      `json:"ties"`
	Losses     int      `json:"losses"`
}

// compareTasks measures both models with labels from the catalogue, each with its own weights.
func compareTasks(ctx context.Context, c Catalogue, active, other Model, name string) ([]TaskDiff, error) {
	set, err := ReadCatalogue(ctx, c, name, true)
	if err != nil {
		return []TaskDiff{}, err
	}
	var lists [2][]TaskRuns
	for i, m := range []Model{active, other} {
		only := *m.Evaluator
		only.Only = []string{Default}
		if lists[i], err = only.Evaluate(ctx, set); err != nil {
			return nil, err
		}
	}
	diffs := []TaskDiff{}
	for i := range lists[0] {
		d, err := diffTask(lists[0][i], lists[1][i])
		if err != nil {
			return nil, err
		}
		diffs = append(diffs, d)
	}
	return diffs, nil
}

func diffTask(active, other TaskRuns) (TaskDiff, error) {
	a, _ := active.Run(Default)
	b, _ := other.Run(Default)
	c, err := Compare(b, a, NDCG10)
	if err != nil {
		return TaskDiff{}, err
	}
	return TaskDiff{
		Task: active.Task.Name, Metric: c.Metric, Queries: len(a.Results), Active: a.Estimate(c.Metric), Other: b.Estimate(c.Metric),
		Difference: c.Difference, P: c.P, Wins: c.Wins, Ties: c.Ties, Losses: c.Losses,
	}, nil
}
