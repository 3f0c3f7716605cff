package evaluate

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
	"segue/recommend"
)

// Index answers queries about the episodes that it was built from.
type Index interface {
	Engine
	Status() recommend.Status
	// CacheQueries embeds the texts of searches in batches, before they are searched for with each
	// configuration.
	CacheQueries(ctx context.Context, texts []string) error
	Close()
}

// Evaluator measures tasks with each configuration of the ranking.
type Evaluator struct {
	// Index embeds and indexes episodes. Messages contain the name.
	Index func(ctx context.Context, name string, episodes []data.Episode) (Index, error)
	// Weights are the weights in use: the configuration [Default].
	Weights recommend.Weights
	// Semantic are further semantic weights to measure.
	Semantic []float64
	// Only names the configurations to measure; nil measures all.
	Only []string
	// Progress may be nil.
	Progress Progress
}

// TaskRuns is a task with the run of each configuration.
type TaskRuns struct {
	Task Task
	Runs []Run
	// Model is the name of the model of the vectors.
	Model string
}

// Run returns the run of a configuration, and false if there is none.
func (r TaskRuns) Run(configuration string) (Run, bool) {
	i := slices.IndexFunc(r.Runs, func(run Run) bool { return run.Configuration == configuration })
	if i < 0 {
		return Run{}, false
	}
	return r.Runs[i], true
}

// Evaluate measures the tasks of a collection and returns them in their order. Tasks that need
// the same prepared episodes share one index.
func (v *Evaluator) Evaluate(ctx context.Context, c Collection) ([]TaskRuns, error) {
	list := make([]TaskRuns, len(c.Tasks))
	var done []string
	for _, task := range c.Tasks {
		shared := task.preparation()
		if slices.Contains(done, shared) {
			continue
		}
		done = append(done, shared)
		if err := v.evaluatePrepared(ctx, c, task, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// evaluatePrepared measures all tasks that need the same prepared episodes as task, and stores
// their runs in list.
func (v *Evaluator) evaluatePrepared(ctx context.Context, c Collection, task Task, list []TaskRuns) error {
	index, err := v.Index(ctx, c.Name, task.prepare(c.Episodes))
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	defer index.Close()
	for i, t := range c.Tasks {
		if t.preparation() != task.preparation() {
			continue
		}
		if list[i], err = v.evaluateTask(ctx, index, c.Name, t); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return nil
}

// evaluateTask measures all configurations of a task.
func (v *Evaluator) evaluateTask(ctx context.Context, index Index, collection string, task Task) (TaskRuns, error) {
	list := configurations(task, v.Weights, v.Semantic)
	if v.Only != nil {
		list = slices.DeleteFunc(list, func(c configuration) bool { return !slices.Contains(v.Only, c.name) })
	}
	if err := v.cacheQueries(ctx, index, collection, task); err != nil {
		return TaskRuns{}, err
	}
	distinct := distinctWeights(task.Kind, list)
	counter := v.Progress.start("measuring "+collection+", "+task.Name, len(distinct)*len(task.Queries))
	defer counter.end()
	runs := make([]Run, len(distinct))
	err := parallel(ctx, len(distinct), func(ctx context.Context, i int) (err error) {
		runs[i], err = Measure(ctx, hybrid(semanticWeight(distinct[i], task.Kind)), task, ranker(index, task.Kind, distinct[i], counter.next))
		return err
	})
	if err != nil {
		return TaskRuns{}, err
	}
	r := TaskRuns{Task: task, Model: index.Status().Model}
	for _, c := range list {
		run := runs[slices.Index(distinct, relevantWeights(task.Kind, c.weights))]
		run.Configuration = c.name
		r.Runs = append(r.Runs, run)
	}
	return r, nil
}

// cacheQueries embeds the texts of a search task.
func (v *Evaluator) cacheQueries(ctx context.Context, index Index, collection string, task Task) error {
	if task.Kind != Search {
		return nil
	}
	counter := v.Progress.start("embedding the queries of "+collection+", "+task.Name, len(task.Queries))
	defer counter.end()
	for batch := range slices.Chunk(task.Queries, queryBatch) {
		var texts []string
		for _, q := range batch {
			texts = append(texts, q.Text)
		}
		if err := index.CacheQueries(ctx, texts); err != nil {
			return err
		}
		for range batch {
			counter.next()
		}
	}
	return nil
}

// queryBatch is the number of queries after which the progress of embedding them changes.
const queryBatch = 64

// distinctWeights returns the relevant weights of configurations, each once.
func distinctWeights(kind Kind, list []configuration) []recommend.Weights {
	var distinct []recommend.Weights
	for _, c := range list {
		if w := relevantWeights(kind, c.weights); !slices.Contains(distinct, w) {
			distinct = append(distinct, w)
		}
	}
	return distinct
}
