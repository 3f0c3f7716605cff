package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/judge"
	"segue/server/api"
)

type modelDiffCommand struct {
	otherModel
	Limit  int  `help:"Episodes that change most to show." default:"5"`
	Sample int  `help:"Episodes to ask both models about, at even distances; 0 for all." default:"2000"`
	Eval   bool `help:"Measure both by labels that the catalogue makes of itself, too." default:"true" negatable:""`
	Force  bool `help:"Also where vectors are missing."`
	JSON   bool `help:"Print the comparison as JSON." name:"json"`
}

func (modelDiffCommand) Help() string {
	return `Asks both models for the ten episodes most like each episode, and says how many are the same,
and which episodes change most. Nothing is embedded for that. Then it measures both as
"segue eval --from-catalogue" does, which embeds some hundred texts and questions; --no-eval leaves
it out.

Examples:
  segue model diff openai:text-embedding-3-large@3072
  segue model diff --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434
  segue model diff builtin --no-eval --limit 20 --json`
}

// Validate refuses negative numbers; kong calls it.
func (cmd *modelDiffCommand) Validate() error {
	switch {
	case cmd.Limit < 0:
		return fmt.Errorf("--limit %d is negative", cmd.Limit)
	case cmd.Sample < 0:
		return fmt.Errorf("--sample %d is negative", cmd.Sample)
	}
	return cmd.otherModel.Validate()
}

// modelDiff is what --json prints.
type modelDiff struct {
	Active string `json:"active"`
	Other  string `json:"other"`
	// Episodes are those of the catalogue, of which Overlap is of all or of a sample.
	Episodes int      `json:"episodes"`
	Overlap  overlaps `json:"overlap"`
	// Tasks are measured by labels; Problem says why there are none.
	Tasks   []taskDiff `json:"tasks"`
	Problem string     `json:"problem,omitempty"`
}

func (cmd *modelDiffCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	pair, err := cmd.pair(ctx, t, c)
	for _, a := range pair {
		if a != nil {
			defer a.Close()
		}
	}
	if err != nil {
		return err
	}
	d, err := cmd.compare(ctx, t, pair)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, d)
	}
	return d.print(t.stdout)
}

// pair opens an App for each of both models, the active one first. They share the words.
func (cmd *modelDiffCommand) pair(ctx context.Context, t *terminal, c *catalog.Catalog) (pair [2]*app.App, err error) {
	options := app.Options{Mode: app.Search, Source: app.Source{File: cmd.Data}, Catalog: c}
	for i, choice := range []app.ModelChoice{{}, cmd.choice()} {
		if options.Client, err = choice.Client(ctx, c); err != nil {
			return pair, err
		}
		if pair[i], err = t.open(ctx, options); err != nil {
			return pair, err
		}
		if err := pair[i].RequireVectors("with --force it is compared all the same"); err != nil && !cmd.Force {
			return pair, err
		}
		options.Words = pair[i].Words
	}
	if pair[0].Model() == pair[1].Model() {
		return pair, app.UsageError{Err: fmt.Errorf("%q is the model in use; name another to compare it with", pair[0].Model())}
	}
	return pair, nil
}

func (cmd *modelDiffCommand) compare(ctx context.Context, t *terminal, pair [2]*app.App) (modelDiff, error) {
	d := modelDiff{Active: pair[0].Model(), Other: pair[1].Model(), Tasks: []taskDiff{}}
	list, titles, err := askBoth(ctx, t, pair, cmd.Sample)
	if err != nil {
		return d, err
	}
	d.Overlap = compareAnswers(list, titles, cmd.Limit)
	d.Episodes = len(titles)
	if !cmd.Eval {
		return d, nil
	}
	d.Tasks, err = cmd.measure(ctx, t, pair)
	if errors.Is(err, errNoLabels) {
		d.Problem, err = err.Error(), nil
	}
	return d, err
}

// askBoth asks both models for what is like each episode of a sample, 0 for all. The
// titles are those of all.
func askBoth(ctx context.Context, t *terminal, pair [2]*app.App, sample int) ([]bothAnswers, map[data.EpisodeID]string, error) {
	var list []bothAnswers
	titles := map[data.EpisodeID]string{}
	_, err := pair[0].Catalog.Read(ctx, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		list, titles[e.ID] = append(list, bothAnswers{id: e.ID}), e.Title
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	list = spread(list, sample)
	done := newSteps(newBar(t.stderr, "comparing answers"), len(list))
	defer done.close()
	err = atOnce(ctx, len(list), func(ctx context.Context, i int) (err error) {
		defer done.next()
		if list[i].now, err = likeFirst(ctx, pair[0], list[i].id); err != nil {
			return err
		}
		list[i].other, err = likeFirst(ctx, pair[1], list[i].id)
		return err
	})
	return list, titles, err
}

// spread takes n of a list at even distances; all if n is 0 or they are not more.
func spread[T any](list []T, n int) []T {
	if n == 0 || len(list) <= n {
		return list
	}
	taken := make([]T, n)
	for i := range taken {
		taken[i] = list[i*len(list)/n]
	}
	return taken
}

// likeFirst are the first ten like an episode, as they are answered.
func likeFirst(ctx context.Context, c *app.App, id data.EpisodeID) ([]data.EpisodeID, error) {
	found, err := c.Engine.Similar(ctx, data.Ref{ID: id}, recommend.Options{Limit: topTen})
	if err != nil {
		return nil, err
	}
	ids := []data.EpisodeID{}
	for _, r := range found.Results {
		ids = append(ids, r.Episode.ID)
	}
	return ids, nil
}

// taskDiff is what two models reach in a task.
type taskDiff struct {
	Task    string         `json:"task"`
	Metric  judge.Metric   `json:"metric"`
	Queries int            `json:"queries"`
	Active  judge.Estimate `json:"active"`
	Other   judge.Estimate `json:"other"`
	// Difference is that of the other model minus the one in use, query by query; Wins
	// are the other's.
	Difference judge.Estimate `json:"difference"`
	P          float64        `json:"p"`
	Wins       int            `json:"wins"`
	Ties       int            `json:"ties"`
	Losses     int            `json:"losses"`
}

// measure measures both models by labels of the catalogue, each with the weights that
// it would answer by.
func (cmd *modelDiffCommand) measure(ctx context.Context, t *terminal, pair [2]*app.App) ([]taskDiff, error) {
	eval := evalCommand{catalogFlags: catalogFlags{Data: cmd.Data}, readFlags: readFlags{Transcripts: true}}
	set, err := eval.own(ctx, pair[0].Catalog)
	if err != nil {
		return []taskDiff{}, err
	}
	var lists [2][]measured
	for i, c := range pair {
		b := &bench{terminal: t, client: c.Client(), only: []string{asAnswered}}
		if b.weights, err = indexer.ReadWeights(ctx, c.Catalog, c.Model()); err != nil {
			return nil, err
		}
		if lists[i], err = b.measure(ctx, set); err != nil {
			return nil, err
		}
	}
	tasks := []taskDiff{}
	for i := range lists[0] {
		d, err := diffOf(lists[0][i], lists[1][i])
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, d)
	}
	return tasks, nil
}

func diffOf(active, other measured) (taskDiff, error) {
	a, _ := active.run(asAnswered)
	b, _ := other.run(asAnswered)
	c, err := judge.Compare(b, a, judge.NDCG10)
	if err != nil {
		return taskDiff{}, err
	}
	return taskDiff{
		Task: active.task.Name, Metric: c.Metric, Queries: len(a.Results), Active: a.Estimate(c.Metric), Other: b.Estimate(c.Metric),
		Difference: c.Difference, P: c.P, Wins: c.Wins, Ties: c.Ties, Losses: c.Losses,
	}, nil
}
