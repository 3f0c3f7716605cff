package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"segue/data/catalog"
	"segue/data/demo"
	"segue/embed"
	"segue/embed/minilm"
	"segue/embed/openai"
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

// modelFlags choose what turns text into vectors.
type modelFlags struct {
	Embedder   string `help:"Model: builtin needs nothing; openai asks any OpenAI-compatible endpoint, with the key in SEGUE_KEY or OPENAI_API_KEY." enum:"builtin,openai" default:"builtin"`
	EmbedURL   string `help:"Base URL of the endpoint; OpenAI's own if empty." placeholder:"URL"`
	EmbedModel string `help:"Model to ask for." default:"text-embedding-3-small"`
	EmbedDims  int    `help:"Dimensions to ask for; the model's own if 0." name:"embed-dimensions" placeholder:"N"`
}

// keyVariables hold the provider's key, the first that is set. A key is no
// flag: flags are seen in process lists and shell histories.
var keyVariables = []string{"SEGUE_KEY", "OPENAI_API_KEY"}

// connect returns the client of the chosen model, whose vectors are kept in cache.
func (f modelFlags) connect(ctx context.Context, cache embed.Cache) (*embed.Client, error) {
	driver, err := f.driver(ctx)
	if err != nil {
		return nil, err
	}
	return embed.NewClient(driver, cache), nil
}

func (f modelFlags) driver(ctx context.Context) (embed.Driver, error) {
	if f.Embedder == "builtin" {
		return minilm.New()
	}
	key := ""
	for _, name := range keyVariables {
		if key == "" {
			key = os.Getenv(name)
		}
	}
	driver, err := openai.Connect(ctx, openai.Config{BaseURL: f.EmbedURL, Key: openai.NewKey(key), Model: f.EmbedModel, Dimensions: f.EmbedDims})
	switch {
	case errors.Is(err, embed.ErrUnavailable), errors.Is(err, embed.ErrRateLimited):
		return nil, hinted{err, "the endpoint is asked for the model's dimensions first; with --embed-dimensions N nothing is asked before it is needed"}
	case err != nil:
		return nil, err
	}
	return driver, nil
}

// product is everything that answers, joined.
type product struct {
	catalog *catalog.Catalog
	words   *words.Index
	engine  *recommend.Engine
	indexer *indexer.Indexer
	// wordsElsewhere says that another process keeps the words of the same catalogue,
	// and words is in memory.
	wordsElsewhere bool
}

// embedder is what the engine and the indexer ask of a model.
type embedder interface {
	recommend.QueryEmbedder
	indexer.Embedder
}

// assemble joins a catalogue and a model. Nothing is indexed or embedded yet.
func assemble(ctx context.Context, t *terminal, c *catalog.Catalog, file string, f modelFlags) (*product, error) {
	client, err := f.connect(ctx, c)
	if err != nil {
		return nil, err
	}
	w, elsewhere, err := openWords(ctx, t, file)
	if err != nil {
		return nil, err
	}
	p := join(t, c, w, client, client.Info().Model)
	p.wordsElsewhere = elsewhere
	p.engine.OnFailure(t.embedFailed())
	return p, nil
}

// close ends the use of the index of words. The catalogue is the caller's.
func (p *product) close() { p.words.Close() }

// join makes a product of its parts.
func join(t *terminal, c *catalog.Catalog, w *words.Index, m embedder, model string) *product {
	engine := recommend.NewEngine(c, m)
	p := &product{catalog: c, words: w, engine: engine, indexer: indexer.New(c, w, m, engine, model)}
	p.indexer.OnIgnored(func(err error) { t.log.Warn("a setting is ignored", "error", err) })
	return p
}
