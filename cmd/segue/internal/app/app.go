// Package app connects the parts of Segue: a catalogue, a word index, a model, the
// engine, the indexer and the server. It has no flags and prints nothing: commands pass
// [Options] and print the results.
package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Mode is the purpose of an [App].
type Mode int

const (
	// List is for facets, people and suggestions. It uses no model and no word index.
	List Mode = iota
	// Search is for single requests. If the model fails, answers use words only. The
	// bundled catalogue is embedded before the first answer. Other catalogues are not,
	// because embedding may take long.
	Search
	// Plan is for [App.Estimate]. It needs a model and does not index words.
	Plan
	// Embed is for [App.EmbedAll].
	Embed
	// Serve is for [App.NewServer]. [Server.Serve] reads the catalogue. The App switches
	// to another model when the catalogue's setting changes.
	Serve
)

// Options select the parts of an [App].
type Options struct {
	Mode   Mode
	Source Source
	// Catalog is the open catalogue of Source, or nil. Close does not close it.
	Catalog catalog.Store
	// Words is the open word index, or nil. Close does not close it.
	Words *words.Index

	// Model selects the model. Budget limits it in the modes Plan, Embed and Serve.
	Model  ModelChoice
	Budget Budget
	// Client is a connected model, or nil. If it is set, Model and Budget are ignored.
	Client *embed.Client
	// Engine is the engine that compares vectors. The zero value is [vectors.Auto].
	Engine vectors.Engine

	Log *slog.Logger // may be nil
	// Progress receives the progress of the word index, in episodes. It may be nil.
	Progress func(done, total int)
}

// App answers requests about one catalogue.
type App struct {
	Catalog catalog.Store
	Engine  *recommend.Engine
	Indexer *indexer.Indexer
	Words   *words.Index
	// Loaded counts the episodes and vectors of the catalogue when it was read. It is
	// zero in the mode Serve.
	Loaded indexer.Progress
	// ModelError is the error of connecting the model, and EmbedError the error of
	// embedding the bundled catalogue. Only the mode Search continues after them.
	ModelError, EmbedError error

	log      *slog.Logger
	source   Source
	progress func(done, total int)
	startup  startup
	close    []func()

	// client is the connected model, or nil. model is the first model of the indexer,
	// spec its specification, choice the user's choice, and setting the value of
	// [catalog.ActiveModel] when the App was opened.
	client  *embed.Client
	model   indexer.Model
	spec    ModelSpec
	choice  ModelChoice
	setting string
	budget  Budget
	usage   *usage

	// wordsLocked is true if another process writes the word index of this catalogue.
	// Words is then in memory.
	wordsLocked bool
	// lazy is the driver in the mode Search if it connects on first use, or nil.
	lazy       *lazyDriver
	queryError lastError
}

// Open opens a catalogue and the parts that the mode needs. The caller closes the App.
func Open(ctx context.Context, o Options) (*App, error) {
	a := &App{log: o.Log, source: o.Source, progress: o.Progress, budget: o.Budget, usage: &usage{}}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if err := a.open(ctx, o); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Close closes everything that Open and [App.NewServer] opened.
func (a *App) Close() {
	for i := len(a.close) - 1; i >= 0; i-- {
		a.close[i]()
	}
	a.close = nil
}

// Model returns the name of the vectors of the first model.
func (a *App) Model() string { return a.model.Name }

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
	a.connectParts(o.Mode)
	a.Indexer.Retrieval(cmp.Or(o.Engine, vectors.Auto))
	return a.start(ctx, o.Mode)
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

// connectParts creates the engine and the indexer.
func (a *App) connectParts(mode Mode) {
	a.Engine = recommend.NewEngine(a.Catalog)
	a.Indexer = indexer.New(countedReads{a.Catalog, &a.startup}, a.Words, a.model.Embedder, a.Engine, a.model.Name)
	a.Indexer.OnIgnored(func(err error) { a.log.Warn("the indexer continues after an error", "error", err) })
	if mode == Search {
		a.Engine.OnFailure(a.queryError.set)
	} else {
		a.Engine.OnFailure(logFailures(a.log))
	}
	switch {
	case mode == List, mode == Plan, mode == Embed && a.wordsLocked: // no word search
		a.Indexer.WithoutWords()
	}
	if mode == Search || mode == Embed || mode == Serve {
		a.Indexer.Calibrate()
	}
	if mode == Embed || mode == Serve {
		a.Indexer.Share(a.Catalog, rand.Text())
	}
	if mode == Embed {
		a.Indexer.OldestFirst() // a server on the same catalogue starts with the newest
	}
}

// start reads the parts of the catalogue that the mode needs.
func (a *App) start(ctx context.Context, mode Mode) error {
	switch {
	case mode == Serve:
		a.watchModel()
		return nil
	case mode == Search && a.source.Demo && a.client != nil:
		return a.embedDemo(ctx)
	}
	return a.load(ctx)
}

// load reads the catalogue and completes the word index.
func (a *App) load(ctx context.Context) (err error) {
	a.Indexer.OnWords(a.progress)
	defer a.Indexer.OnWords(nil)
	a.Loaded, err = a.Indexer.Load(ctx)
	return err
}

// embedDemo embeds the bundled catalogue. If the model fails, answers use words only.
func (a *App) embedDemo(ctx context.Context) error {
	err := a.Indexer.Sync(ctx, func(p indexer.Progress) { a.Loaded = p })
	if err != nil && ctx.Err() == nil && isModelError(err) {
		a.EmbedError, err = err, nil
	}
	return err
}
