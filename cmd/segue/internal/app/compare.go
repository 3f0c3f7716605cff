package app

import (
	"context"
	"fmt"

	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/recommend/vectors"
)

// CompareOptions are the options of [Models.Compare].
type CompareOptions struct {
	// Force compares the models even if one of them has no vectors of some episodes.
	Force bool
	// Measure also measures both models with labels from the catalogue.
	Measure bool
	// Name is the catalogue's name in messages.
	Name string
	// Source is the source of the catalogue.
	Source Source
	// Engine is the engine that compares vectors, as in [Options].
	Engine vectors.Engine
	// Sample is the number of episodes to compare, 0 for all. Changed is the maximum
	// number of episodes to return, those with the largest change first.
	Sample, Changed int
	// Progress may be nil.
	Progress Progress
}

// Compare compares the results of the chosen model with the results of the active model.
func (m Models) Compare(ctx context.Context, choice ModelChoice, o CompareOptions) (evaluate.ModelDiff, error) {
	pair, err := m.openPair(ctx, choice, o)
	for _, a := range pair {
		if a != nil {
			defer a.Close()
		}
	}
	if err != nil {
		return evaluate.ModelDiff{}, err
	}
	var models [2]evaluate.Model
	for i, a := range pair {
		models[i] = evaluate.Model{Name: a.Model(), Engine: a.Engine}
		if !o.Measure {
			continue
		}
		weights, err := indexer.ReadWeights(ctx, m.Catalog, a.Model())
		if err != nil {
			return evaluate.ModelDiff{}, err
		}
		models[i].Evaluator = EvaluateOptions{Log: m.Log, Progress: o.Progress}.evaluator(a.client, weights)
	}
	d, err := evaluate.CompareModels(ctx, m.Catalog, models[0], models[1], evaluate.DiffOptions{
		Name: o.Name, Sample: o.Sample, Changed: o.Changed, Tasks: o.Measure, Progress: o.Progress,
	})
	return d, evaluationHint(err)
}

// openPair opens an App for the active and for the chosen model. Both use the same word
// index. The caller closes them, also after an error.
func (m Models) openPair(ctx context.Context, choice ModelChoice, o CompareOptions) (pair [2]*App, err error) {
	options := Options{Mode: Search, Source: o.Source, Catalog: m.Catalog, Engine: o.Engine, Log: m.Log}
	for i, c := range []ModelChoice{{}, choice} {
		if options.Client, err = c.Client(ctx, m.Catalog); err != nil {
			return pair, err
		}
		if pair[i], err = openWithProgress(ctx, options, o.Progress); err != nil {
			return pair, err
		}
		if err := pair[i].RequireVectors("or compare anyway with --force"); err != nil && !o.Force {
			return pair, err
		}
		options.Words = pair[i].Words
	}
	if pair[0].Model() == pair[1].Model() {
		return pair, UsageError{Err: fmt.Errorf("%q is the current model; name another one", pair[0].Model())}
	}
	return pair, nil
}

// openWithProgress opens an App and shows the progress of the word index.
func openWithProgress(ctx context.Context, o Options, p Progress) (*App, error) {
	if p != nil {
		var end func()
		o.Progress, end = p("indexing words")
		defer end()
	}
	return Open(ctx, o)
}
