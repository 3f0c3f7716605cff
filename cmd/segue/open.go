package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/demo"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/server/thumb"
)

// catalogFlags choose the catalogue of commands that read one.
type catalogFlags struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	Demo bool   `help:"Use the ten bundled episodes, in memory, instead of --data."`
}

// file is that of the catalogue, "" in memory.
func (f catalogFlags) file() string {
	if f.Demo {
		return ""
	}
	return f.Data
}

// open opens a catalogue that must exist.
func (f catalogFlags) open(ctx context.Context) (catalog.Store, error) {
	if f.Demo {
		return openDemo(ctx)
	}
	if _, err := os.Stat(f.Data); errors.Is(err, fs.ErrNotExist) {
		return nil, hinted{fmt.Errorf("catalogue %q does not exist", f.Data),
			`fill it with "segue import FILE", name another with --data, or try --demo`}
	}
	return sqlite.Open(ctx, f.Data)
}

func openDemo(ctx context.Context) (catalog.Store, error) {
	episodes, err := demo.Episodes()
	if err != nil {
		return nil, err
	}
	c, err := sqlite.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.Upsert(ctx, episodes); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// product is everything that answers, joined.
type product struct {
	catalog catalog.Store
	words   *words.Index
	engine  *recommend.Engine
	indexer *indexer.Indexer
	// client is the model, nil where there is none.
	client *embed.Client
	// model is what the indexer began with, spec how it is asked, and choice what the
	// catalogue had chosen then.
	model  indexer.Model
	spec   modelSpec
	choice string
	// wordsElsewhere says that another process keeps the words of the same catalogue,
	// and words is in memory.
	wordsElsewhere bool
	// thumbs are the small pictures of episodes, nil where none are served.
	thumbs *thumb.Handler
}

// embedder is what the engine and the indexer ask of a model.
type embedder = indexer.Embedder

// assemble joins a catalogue and its model, or that of the flags. Nothing is indexed
// or embedded yet.
func assemble(ctx context.Context, t *terminal, c catalog.Store, file string, f embedFlags) (*product, error) {
	spec, choice, err := f.resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	p, err := assembleBy(ctx, t, c, file, spec, f.spendFlags)
	if err != nil {
		return nil, err
	}
	p.choice = choice
	return p, nil
}

// assembleBy joins a catalogue and a model, and remembers how the model is asked: its
// vectors are found by its name later.
func assembleBy(ctx context.Context, t *terminal, c catalog.Store, file string, spec modelSpec, f spendFlags) (*product, error) {
	client, err := f.client(ctx, spec, c)
	if err != nil {
		return nil, err
	}
	spec = spec.learnt(client.Info())
	if err := remember(ctx, c, spec); err != nil {
		return nil, err
	}
	w, elsewhere, err := openWords(ctx, t, file)
	if err != nil {
		return nil, err
	}
	p := join(t, c, w, client, client.Info().Model)
	p.spec, p.client = spec, client
	p.wordsElsewhere = elsewhere
	p.engine.OnFailure(t.embedFailed())
	return p, nil
}

// close ends the use of the index of words, and the fetching of pictures. The
// catalogue is the caller's.
func (p *product) close() {
	if p.thumbs != nil {
		p.thumbs.Close()
	}
	p.words.Close()
}

// join makes a product of its parts.
func join(t *terminal, c catalog.Store, w *words.Index, m embedder, model string) *product {
	engine := recommend.NewEngine(c)
	p := &product{
		catalog: c, words: w, engine: engine, indexer: indexer.New(c, w, m, engine, model),
		model: indexer.Model{Embedder: m, Name: model},
	}
	p.indexer.OnIgnored(func(err error) { t.log.Warn("a setting is ignored", "error", err) })
	return p
}
