package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/server/api"
)

type reindexCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print what was done as JSON." name:"json"`
}

func (reindexCommand) Help() string {
	return `The index is the directory beside the catalogue that ends in .words. All that it has is in the
catalogue; vectors are not touched.

Examples:
  segue reindex
  segue reindex --data shows.db --json`
}

// reindexReport is what --json prints.
type reindexReport struct {
	Episodes int     `json:"episodes"`
	Seconds  float64 `json:"seconds"`
}

func (cmd *reindexCommand) Run(ctx context.Context, t *terminal) error {
	begin := time.Now()
	n, err := cmd.rebuild(ctx, t)
	if errors.Is(err, words.ErrLocked) {
		return hinted{fmt.Errorf("reindex %q: %w", cmd.Data+wordsSuffix, err), "stop the server of this catalogue first; it finds what changes on its own"}
	}
	if err != nil {
		return err
	}
	took := time.Since(begin).Round(time.Millisecond)
	if cmd.JSON {
		return api.Write(t.stdout, reindexReport{n, took.Seconds()})
	}
	_, err = fmt.Fprintf(t.stdout, "%d episodes indexed\n", n)
	return err
}

// rebuild deletes the index of words and makes it anew of n episodes.
func (cmd *reindexCommand) rebuild(ctx context.Context, t *terminal) (n int, err error) {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	directory := cmd.Data + wordsSuffix
	if err := words.Delete(directory); err != nil {
		return 0, err
	}
	w, err := words.Open(ctx, directory, words.Config{})
	if err != nil {
		return 0, err
	}
	b := newBar(t.stderr, "indexing words")
	n, err = indexer.IndexWords(ctx, c, w, b.set)
	b.close()
	return n, errors.Join(err, w.Close())
}
