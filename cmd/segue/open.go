package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"segue/data/catalog"
	"segue/data/demo"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
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
func (f catalogFlags) open(ctx context.Context) (*catalog.Catalog, error) {
	if f.Demo {
		return openDemo(ctx)
	}
	if _, err := os.Stat(f.Data); errors.Is(err, fs.ErrNotExist) {
		return nil, hinted{fmt.Errorf("catalogue %q does not exist", f.Data),
			`fill it with "segue import FILE", name another with --data, or try --demo`}
	}
	return catalog.Open(ctx, f.Data)
}

func openDemo(ctx context.Context) (*catalog.Catalog, error) {
	episodes, err := demo.Episodes()
	if err != nil {
		return nil, err
	}
	c, err := catalog.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.Upsert(ctx, episodes); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// modelFlags choose what turns text into vectors. Without them it is the model of the
// catalogue.
type modelFlags struct {
	Embedder   string `help:"Model instead of the catalogue's: builtin needs nothing; openai asks any OpenAI-compatible endpoint, with the key in SEGUE_KEY or OPENAI_API_KEY." enum:",builtin,openai" default:"" placeholder:"KIND"`
	EmbedURL   string `help:"Base URL of the endpoint; OpenAI's own if empty." placeholder:"URL"`
	EmbedModel string `help:"Model to ask the endpoint for; text-embedding-3-small if empty." placeholder:"NAME"`
	EmbedDims  int    `help:"Dimensions to ask for; the model's own if 0." name:"embed-dimensions" placeholder:"N"`
}

// keyVariables hold the provider's key, the first that is set. A key is no
// flag: flags are seen in process lists and shell histories.
var keyVariables = []string{"SEGUE_KEY", "OPENAI_API_KEY"}

// chosen reports whether the flags choose a model. The address and the dimensions
// alone choose none: they say how to ask the catalogue's, if that has an endpoint.
func (f modelFlags) chosen() bool { return f.Embedder != "" || f.EmbedModel != "" }

// spec is the model of the flags, or that of a catalogue.
func (f modelFlags) spec(catalogues modelSpec) modelSpec {
	switch {
	case f.Embedder == builtin:
		return modelSpec{Embedder: builtin}
	case f.chosen():
		return modelSpec{Embedder: compatible, URL: f.EmbedURL, Model: cmp.Or(f.EmbedModel, defaultModel), Dimensions: f.EmbedDims}
	}
	return f.moved(catalogues)
}

// moved is a model where and as the flags ask for it, if it has an endpoint.
func (f modelFlags) moved(s modelSpec) modelSpec {
	if s.Embedder == builtin {
		return s
	}
	s.URL = cmp.Or(f.EmbedURL, s.URL)
	if f.EmbedDims != 0 && f.EmbedDims != s.Dimensions {
		s.Dimensions, s.Learned, s.Name = f.EmbedDims, 0, ""
	}
	return s
}

// resolve is the model of the flags, or else that of c, with what c has chosen.
func (f modelFlags) resolve(ctx context.Context, c settings) (s modelSpec, choice string, err error) {
	active, choice, err := activeSpec(ctx, c)
	if f.chosen() {
		return f.spec(modelSpec{}), choice, nil // also where the catalogue's cannot be read
	}
	return f.spec(active), choice, err
}

// driver returns the chosen model of c.
func (f modelFlags) driver(ctx context.Context, c settings) (embed.Driver, error) {
	s, _, err := f.resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.driver(ctx)
}

// connect returns the client of the chosen model, whose vectors are kept in c.
func (f modelFlags) connect(ctx context.Context, c *catalog.Catalog) (*embed.Client, error) {
	driver, err := f.driver(ctx, c)
	if err != nil {
		return nil, err
	}
	return embed.NewClient(driver, c), nil
}

// product is everything that answers, joined.
type product struct {
	catalog *catalog.Catalog
	words   *words.Index
	engine  *recommend.Engine
	indexer *indexer.Indexer
	// model is what the indexer began with, spec how it is asked, and choice what the
	// catalogue had chosen then.
	model  indexer.Model
	spec   modelSpec
	choice string
	// wordsElsewhere says that another process keeps the words of the same catalogue,
	// and words is in memory.
	wordsElsewhere bool
}

// embedder is what the engine and the indexer ask of a model.
type embedder = indexer.Embedder

// assemble joins a catalogue and its model, or that of the flags. Nothing is indexed
// or embedded yet.
func assemble(ctx context.Context, t *terminal, c *catalog.Catalog, file string, f modelFlags) (*product, error) {
	spec, choice, err := f.resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	p, err := assembleBy(ctx, t, c, file, spec)
	if err != nil {
		return nil, err
	}
	p.choice = choice
	return p, nil
}

// assembleBy joins a catalogue and a model.
func assembleBy(ctx context.Context, t *terminal, c *catalog.Catalog, file string, spec modelSpec) (*product, error) {
	client, err := spec.client(ctx, c)
	if err != nil {
		return nil, err
	}
	w, elsewhere, err := openWords(ctx, t, file)
	if err != nil {
		return nil, err
	}
	p := join(t, c, w, client, client.Info().Model)
	p.spec = spec.learnt(client.Info())
	p.wordsElsewhere = elsewhere
	p.engine.OnFailure(t.embedFailed())
	return p, nil
}

// close ends the use of the index of words. The catalogue is the caller's.
func (p *product) close() { p.words.Close() }

// join makes a product of its parts.
func join(t *terminal, c *catalog.Catalog, w *words.Index, m embedder, model string) *product {
	engine := recommend.NewEngine(c)
	p := &product{
		catalog: c, words: w, engine: engine, indexer: indexer.New(c, w, m, engine, model),
		model: indexer.Model{Embedder: m, Name: model},
	}
	p.indexer.OnIgnored(func(err error) { t.log.Warn("a setting is ignored", "error", err) })
	return p
}
