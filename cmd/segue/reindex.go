package main

import (
	"context"
	"fmt"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type reindexCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the result as JSON." name:"json"`
}

func (reindexCommand) Help() string {
	return `The word index is the directory next to the catalogue with the suffix .words. It is rebuilt from the
catalogue. Vectors do not change.

Examples:
  segue reindex
  segue reindex --data shows.db --json`
}

// reindexReport is the result, as printed with --json.
type reindexReport struct {
	Episodes int     `json:"episodes"`
	Seconds  float64 `json:"seconds"`
}

func (cmd *reindexCommand) Run(ctx context.Context, t *terminal) error {
	start := time.Now()
	b := newBar(t.stderr, "indexing words")
	n, err := app.RebuildWords(ctx, app.Source{File: cmd.Data}, b.set)
	b.close()
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, reindexReport{n, time.Since(start).Round(time.Millisecond).Seconds()})
	}
	_, err = fmt.Fprintf(t.stdout, "%d episodes indexed\n", n)
	return err
}
