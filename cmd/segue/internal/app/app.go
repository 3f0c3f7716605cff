// Package app joins the parts of Segue: a catalogue, an index of words, a model, the
// engine, the indexer and the server. It knows nothing of flags and terminals, and
// prints nothing: commands give it [Options], and print what it returns.
package app

import (
	"context"
	"log/slog"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// Mode is what an [App] is opened for.
type Mode int

const (
	// List is for facets, people and suggestions. It needs neither a model nor the words
	// of episodes.
	List Mode = iota
	// Search is for single requests. Where the model fails, words answer alone. The
	// bundled catalogue is embedded first; another one is used as it is, because
	// embedding may take long.
	Search
	// Plan is for [App.Estimate]: the model must be available, and words are not
	// indexed.
	Plan
	// Embed is for [App.EmbedAll].
	Embed
	// Serve is for [App.Serve], which reads the catalogue. The model changes when the
	// catalogue chooses another one.
	Serve
)

// Options choose what an [App] consists of.
type Options struct {
	Mode   Mode
	Source Source
	// Catalog is the catalogue of Source if it is open already. It stays open.
	Catalog catalog.Store
	// Words is the index of words if it is open already. It stays open.
	Words *words.Index

	// Model chooses the model, and Budget bounds it in the modes Plan, Embed and
	// Serve.
	Model  ModelChoice
	Budget Budget
	// Client is the model if it is connected already. Then Model and Budget are not
	// used.
	Client *embed.Client

	Log *slog.Logger // nothing is logged if it is nil
	// Progress receives how many episodes had their words indexed, of those that need
	// it. It may be nil.
	Progress func(done, total int)
}

// App is everything that answers requests on one catalogue.
type App struct {
	Catalog catalog.Store
	Engine  *recommend.Engine
	Indexer *indexer.Indexer
	Words   *words.Index
	// Loaded is how much of the catalogue was embedded when it was read. It is zero in
	// the mode Serve.
	Loaded indexer.Progress
	// ModelFailure is why the model could not be connected, and EmbedFailure why the
	// bundled catalogue could not be embedded. Only the mode Search goes on after them.
	ModelFailure, EmbedFailure error

	log      *slog.Logger
	source   Source
	progress func(done, total int)
	close    []func()

	// client is the model, nil if there is none. model is the first model of the
	// indexer, spec its specification, choice what the options say about it, and setting
	// the value of [catalog.ActiveModel] at that time.
	client  *embed.Client
	model   indexer.Model
	spec    ModelSpec
	choice  ModelChoice
	setting string
	budget  Budget

	// wordsLocked means that another process writes the index of words of the same
	// catalogue; Words is in memory then.
	wordsLocked bool
	// lazy is the driver in the mode Search if it is connected on first use; else nil.
	lazy         *lazyDriver
	queryFailure failure
}

// Open opens a catalogue and joins it with what the mode needs. The caller closes the
// App.
func Open(ctx context.Context, o Options) (*App, error) {
	a := &App{log: o.Log, source: o.Source, progress: o.Progress, budget: o.Budget}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if err := a.open(ctx, o); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Close releases everything that Open and [App.NewServer] opened.
func (a *App) Close() {
	for i := len(a.close) - 1; i >= 0; i-- {
		a.close[i]()
	}
	a.close = nil
}

// Model is the name of the vectors that the App was opened with.
func (a *App) Model() string { return a.model.Name }

// Client is the model, nil if there is none.
func (a *App) Client() *embed.Client { return a.client }

func (a *App) open(ctx context.Context, o Options) error {
	if err := a.openCatalog(ctx, o); err != nil {
		return err
	}
	if err := a.openModel(ctx, o); err != nil {
		return err
	}
	if err := a.openWords(ctx, o); err != nil {
		return err
	}
	a.join(o.Mode)
	return a.begin(ctx, o.Mode)
}

func (a *App) openCatalog(ctx context.Context, o Options) (err error) {
	if a.Catalog = o.Catalog; a.Catalog != nil {
		return nil
	}
	if a.Catalog, err = OpenCatalog(ctx, o.Source); err == nil {
		a.close = append(a.close, func() { a.Catalog.Close() })
	}
	return err
}

// join makes the engine and the indexer.
func (a *App) join(mode Mode) {
	a.Engine = recommend.NewEngine(a.Catalog)
	a.Indexer = indexer.New(a.Catalog, a.Words, a.model.Embedder, a.Engine, a.model.Name)
	a.Indexer.OnIgnored(func(err error) { a.log.Warn("a setting is ignored", "error", err) })
	if mode == Search {
		a.Engine.OnFailure(a.queryFailure.set)
	} else {
		a.Engine.OnFailure(logFailures(a.log))
	}
	switch {
	case mode == List, mode == Plan, mode == Embed && a.wordsLocked: // words are not searched
		a.Indexer.WithoutWords()
	}
	if mode == Embed {
		a.Indexer.OldestFirst() // a server that embeds the same catalogue begins with the newest
	}
}

// begin reads the catalogue, as far as the mode needs it.
func (a *App) begin(ctx context.Context, mode Mode) error {
	switch {
	case mode == Serve:
		a.watchModel()
		return nil
	case mode == Search && a.source.Demo && a.client != nil:
		return a.embedDemo(ctx)
	}
	return a.load(ctx)
}

// load reads the catalogue and indexes the words that are missing.
func (a *App) load(ctx context.Context) (err error) {
	a.Indexer.OnWords(a.progress)
	defer a.Indexer.OnWords(nil)
	a.Loaded, err = a.Indexer.Load(ctx)
	return err
}

// embedDemo embeds the bundled catalogue. If the model fails, words answer alone.
func (a *App) embedDemo(ctx context.Context) error {
	err := a.Indexer.Sync(ctx, func(p indexer.Progress) { a.Loaded = p })
	if err != nil && ctx.Err() == nil && isModelFailure(err) {
		a.EmbedFailure, err = err, nil
	}
	return err
}
