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
)

// catalogFlags choose the catalogue of commands that read one.
type catalogFlags struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	Demo bool   `help:"Use the ten bundled episodes, in memory, instead of --data."`
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

// connect returns the client of the chosen model, whose vectors are kept in c.
func (f modelFlags) connect(ctx context.Context, c *catalog.Catalog) (*embed.Client, error) {
	driver, err := f.driver(ctx)
	if err != nil {
		return nil, err
	}
	return embed.NewClient(driver, c), nil
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
	engine  *recommend.Engine
	indexer *indexer.Indexer
}

// assemble joins a catalogue and a model. Nothing is embedded yet.
func assemble(ctx context.Context, c *catalog.Catalog, f modelFlags) (*product, error) {
	client, err := f.connect(ctx, c)
	if err != nil {
		return nil, err
	}
	engine := recommend.NewEngine(c, client)
	return &product{catalog: c, engine: engine, indexer: indexer.New(c, client, engine, client.Info().Model)}, nil
}

// answering opens everything that a one-off question needs. The bundled
// catalogue is embedded first; another is taken as it is, with a remark on
// what is missing, because embedding may take long.
func answering(ctx context.Context, t *terminal, cf catalogFlags, mf modelFlags) (*product, error) {
	c, err := cf.open(ctx)
	if err != nil {
		return nil, err
	}
	p, err := assemble(ctx, c, mf)
	if err != nil {
		c.Close()
		return nil, err
	}
	if cf.Demo {
		err = p.indexer.Sync(ctx, func(indexer.Progress) {})
	} else {
		err = p.load(ctx, t)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return p, nil
}

func (p *product) load(ctx context.Context, t *terminal) error {
	progress, err := p.indexer.Load(ctx)
	if missing := progress.Episodes - progress.Embedded; err == nil && missing > 0 {
		fmt.Fprintf(t.stderr, "segue: %d of %d episodes have no vectors yet and are not found by meaning; run \"segue embed\"\n",
			missing, progress.Episodes)
	}
	return err
}
