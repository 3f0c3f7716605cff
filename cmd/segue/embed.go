package main

import (
	"context"
	"fmt"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
)

type embedCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	modelFlags
}

func (embedCommand) Help() string {
	return `"segue serve" does the same while it answers. Interrupting loses nothing: the next run goes on.

Examples:
  segue embed
  segue embed --data shows.db
  OPENAI_API_KEY=... segue embed --embedder openai --embed-model text-embedding-3-small`
}

func (cmd *embedCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return embedAll(ctx, t, c, cmd.modelFlags)
}

// embedAll embeds what is missing, with progress, and says what it did.
func embedAll(ctx context.Context, t *terminal, c *catalog.Catalog, f modelFlags) error {
	p, err := assemble(ctx, c, f)
	if err != nil {
		return err
	}
	var last indexer.Progress
	b := newBar(t.stderr, "embedding episodes")
	err = p.indexer.Sync(ctx, b.embedded(&last))
	b.close()
	if last.Texts > 0 {
		fmt.Fprintf(t.stderr, "segue: embedded %d passages in %s (%s a second)\n",
			last.Texts, last.Took.Round(10*time.Millisecond), perSecond(last.Rate()))
	}
	return err
}
