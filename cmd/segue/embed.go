package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
	"segue/server/api"
)

type embedCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	modelFlags
	JSON bool `help:"Print what was done as JSON." name:"json"`
}

func (embedCommand) Help() string {
	return `"segue serve" does the same while it answers. Interrupting loses nothing: the next run goes on.

Examples:
  segue embed
  segue embed --data shows.db --json
  OPENAI_API_KEY=... segue embed --embedder openai --embed-model text-embedding-3-small`
}

func (cmd *embedCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	done, err := embedAll(ctx, t, c, cmd.Data, cmd.modelFlags)
	if cmd.JSON && done != nil {
		err = errors.Join(err, api.Write(t.stdout, done))
	}
	return err
}

// embedReport is what --json prints.
type embedReport struct {
	Episodes int `json:"episodes"`
	Embedded int `json:"embedded"`
	// Passages and Seconds are of this run alone.
	Passages int     `json:"passages"`
	Seconds  float64 `json:"seconds"`
}

// embedAll indexes the words and embeds what is missing, with progress, and says
// what it did, also before an error. It returns nil where it could not begin.
func embedAll(ctx context.Context, t *terminal, c *catalog.Catalog, file string, f modelFlags) (*embedReport, error) {
	p, err := assemble(ctx, t, c, file, f)
	if err != nil {
		return nil, err
	}
	defer p.close()
	return p.embedAll(ctx, t)
}

// embedAll does the same with what is joined already.
func (p *product) embedAll(ctx context.Context, t *terminal) (*embedReport, error) {
	p.indexer.OldestFirst() // a server that embeds the same catalogue begins with the newest
	if p.wordsElsewhere {
		p.indexer.WithoutWords() // nothing is searched here
	}
	if _, err := p.load(ctx, t); err != nil {
		return nil, err
	}
	var last indexer.Progress
	b := newBar(t.stderr, "embedding episodes")
	err := p.indexer.Sync(ctx, b.embedded(&last))
	b.close()
	if last.Texts > 0 {
		fmt.Fprintf(t.stderr, "segue: embedded %d passages in %s (%s a second)\n",
			last.Texts, last.Took.Round(10*time.Millisecond), perSecond(last.Rate()))
	}
	status := p.engine.Status()
	return &embedReport{status.Episodes, status.Embedded, last.Texts, last.Took.Round(time.Millisecond).Seconds()}, err
}
