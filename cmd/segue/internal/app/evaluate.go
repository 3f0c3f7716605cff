package app

import (
	"context"
	"errors"
	"log/slog"

	"segue/data"
	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/recommend/vectors"
)

// Evaluation holds the results of [EvaluateSets] or [EvaluateCatalogue], as commands
// print them in JSON.
type Evaluation struct {
	Reports []evaluate.Report `json:"reports"`
	// Choices are the weights chosen for a catalogue. For labelled sets the list is
	// empty.
	Choices []evaluate.WeightChoice `json:"choices"`
	// Honesty has a measurement of each labelled set if it was asked for.
	Honesty []evaluate.Honesty `json:"honesty,omitempty"`
	// NotStored is the reason why no weight was stored although Store was set.
	NotStored error `json:"-"`
}

// EvaluateOptions are the options of [EvaluateSets] and [EvaluateCatalogue].
type EvaluateOptions struct {
	Model  ModelChoice
	Budget Budget
	// Engine is the engine that compares vectors, as in [Options].
	Engine vectors.Engine
	Report evaluate.ReportOptions
	// Honesty also asks each labelled set questions about other subjects: everyday questions,
	// nonsense and the searches of the sets in the directories Foreign.
	Honesty bool
	Foreign []string
	Log     *slog.Logger // may be nil
	// Progress may be nil.
	Progress Progress
}

// EvaluateSets measures the labelled sets in the directories. The catalogue cached stores
// their vectors. All sets are read before the first is measured, so that an invalid set
// is reported early.
func EvaluateSets(ctx context.Context, dirs []string, read evaluate.ReadOptions, cached Source, o EvaluateOptions) (Evaluation, error) {
	var sets []evaluate.Collection
	for _, dir := range dirs {
		set, err := evaluate.Read(dir, read)
		if err != nil {
			return Evaluation{}, err
		}
		sets = append(sets, set)
	}
	cache, err := OpenCatalog(ctx, cached)
	if err != nil {
		return Evaluation{}, err
	}
	defer cache.Close()
	client, err := o.connect(ctx, cache)
	if err != nil {
		return Evaluation{}, err
	}
	v := o.evaluator(client, recommend.DefaultWeights())
	v.Semantic = evaluate.SetSemanticWeights()
	e := Evaluation{Reports: []evaluate.Report{}, Choices: []evaluate.WeightChoice{}}
	for _, set := range sets {
		if _, err := e.measure(ctx, v, set, o.Report); err != nil {
			return Evaluation{}, err
		}
	}
	if o.Honesty {
		e.Honesty, err = honesty(ctx, v, sets, o.Foreign)
	}
	return e, err
}

// honesty measures the honesty of sets. The searches of foreign sets are asked in all other sets.
func honesty(ctx context.Context, v *evaluate.Evaluator, sets []evaluate.Collection, foreign []string) ([]evaluate.Honesty, error) {
	var others []evaluate.Questions
	for _, dir := range foreign {
		set, err := evaluate.Read(dir, evaluate.ReadOptions{})
		if err != nil {
			return nil, err
		}
		others = append(others, evaluate.QuestionsOf(set))
	}
	var list []evaluate.Honesty
	for _, set := range sets {
		own := evaluate.QuestionsOf(set).Name
		questions := evaluate.ForeignQuestions()
		for _, q := range others {
			if q.Name != own {
				questions = append(questions, q)
			}
		}
		h, err := v.Honesty(ctx, set, questions)
		if err != nil {
			return nil, evaluationHint(err)
		}
		list = append(list, h)
	}
	return list, nil
}

// CatalogueOptions are the further options of [EvaluateCatalogue].
type CatalogueOptions struct {
	// Transcripts includes the transcripts of episodes.
	Transcripts bool
	// Store stores the chosen weights in the catalogue.
	Store bool
	EvaluateOptions
}

// EvaluateCatalogue measures a catalogue with labels from its own episodes, and chooses
// weights.
func EvaluateCatalogue(ctx context.Context, s Source, o CatalogueOptions) (Evaluation, error) {
	c, err := OpenCatalog(ctx, s)
	if err != nil {
		return Evaluation{}, err
	}
	defer c.Close()
	set, err := evaluate.ReadCatalogue(ctx, c, s.name(), o.Transcripts)
	if err != nil {
		return Evaluation{}, evaluationHint(err)
	}
	client, err := o.connect(ctx, c)
	if err != nil {
		return Evaluation{}, err
	}
	model := client.Info().Model
	weights, err := indexer.ReadWeights(ctx, c, model)
	if err != nil {
		return Evaluation{}, err
	}
	v := o.evaluator(client, weights)
	v.Semantic = evaluate.WithInUse(evaluate.CatalogueSemanticWeights(), weights)
	e := Evaluation{Reports: []evaluate.Report{}}
	list, err := e.measure(ctx, v, set, o.Report)
	if err != nil {
		return Evaluation{}, err
	}
	if e.Choices, err = v.Choose(list); err == nil && o.Store {
		err = e.store(ctx, c, model, weights)
	}
	return e, evaluationHint(err)
}

// measure measures a collection, and adds a report for each of its tasks.
func (e *Evaluation) measure(ctx context.Context, v *evaluate.Evaluator, c evaluate.Collection, o evaluate.ReportOptions) ([]evaluate.TaskRuns, error) {
	list, err := v.Evaluate(ctx, c)
	if err != nil {
		return nil, evaluationHint(err)
	}
	for _, runs := range list {
		r, err := runs.Report(c, o)
		if err != nil {
			return nil, evaluationHint(err)
		}
		e.Reports = append(e.Reports, r)
	}
	return list, nil
}

// store stores the chosen weights for a model. If none of them changes, it stores
// nothing: the catalogue then uses the defaults of later versions.
func (e *Evaluation) store(ctx context.Context, c catalog.Store, model string, current recommend.Weights) error {
	weights, err := evaluate.WithChoices(current, e.Choices)
	if err != nil {
		e.NotStored = evaluationHint(err)
		return nil
	}
	if weights == current {
		return nil
	}
	for i := range e.Choices {
		e.Choices[i].Kept = e.Choices[i].Changes()
	}
	return indexer.WriteWeights(ctx, c, model, weights)
}

// connect connects the chosen model, or else the model of the catalogue.
func (o EvaluateOptions) connect(ctx context.Context, c catalog.Store) (*embed.Client, error) {
	spec, _, err := o.Model.Resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	return o.Budget.Client(ctx, spec, c)
}

// evaluator returns an evaluator that indexes episodes in memory and embeds them with the
// client.
func (o EvaluateOptions) evaluator(client *embed.Client, w recommend.Weights) *evaluate.Evaluator {
	return &evaluate.Evaluator{
		Index: func(ctx context.Context, name string, episodes []data.Episode) (evaluate.Index, error) {
			return o.newMemoryIndex(ctx, client, name, episodes)
		},
		Weights: w, Progress: o.Progress,
	}
}

// memoryIndex is an index of episodes in memory.
type memoryIndex struct {
	*recommend.Engine
	app    *App
	client *embed.Client
}

// newMemoryIndex embeds and indexes episodes.
func (o EvaluateOptions) newMemoryIndex(ctx context.Context, client *embed.Client, name string, episodes []data.Episode) (*memoryIndex, error) {
	a, err := Open(ctx, Options{Mode: Search, Client: client, Engine: o.Engine, Log: o.Log})
	if err != nil {
		return nil, err
	}
	if _, err = a.Catalog.Upsert(ctx, episodes); err == nil {
		report, end := embeddingProgress(o.Progress, "embedding "+name)
		err = a.Indexer.Sync(ctx, report)
		end()
	}
	if err != nil {
		a.Close()
		return nil, err
	}
	return &memoryIndex{a.Engine, a, client}, nil
}

// CacheQueries implements [evaluate.Index].
func (m *memoryIndex) CacheQueries(ctx context.Context, texts []string) error {
	return m.client.CacheQueries(ctx, texts)
}

// Close implements [evaluate.Index].
func (m *memoryIndex) Close() { m.app.Close() }

// evaluationHint adds a hint to an error of an evaluation.
func evaluationHint(err error) error {
	switch {
	case errors.Is(err, evaluate.ErrNoVector):
		return WithHint(err, "use a faster model, or repeat the evaluation when the model is less busy")
	case errors.Is(err, evaluate.ErrNoLabels):
		return WithHint(err, `add episodes with "segue import FILE"`)
	case errors.Is(err, evaluate.ErrNoChoice):
		return WithHint(err, "add episodes with links, guests, series or long descriptions; the output shows what each weight needs")
	}
	return err
}
