package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/server/api"
)

type embedCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	embedFlags
	DryRun bool `help:"Only print the number of passages, the expected duration and the price."`
	JSON   bool `help:"Print the result as JSON." name:"json"`
}

func (embedCommand) Help() string {
	return `"segue serve" does the same in the background. After an interruption, or when the budget is reached,
the next run continues.

Examples:
  segue embed
  segue embed --dry-run
  segue embed --data shows.db --json
  OPENAI_API_KEY=... segue embed --embedder openai --embed-model text-embedding-3-small --budget 0.50`
}

func (cmd *embedCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	if cmd.DryRun {
		return cmd.estimate(ctx, t, c)
	}
	done, err := t.embed(ctx, c, cmd.Data, cmd.choice(), cmd.budget())
	if cmd.JSON && done != nil {
		err = errors.Join(err, api.Write(t.stdout, newEmbedReport(*done)))
	}
	return err
}

// estimate prints the expected duration and price.
func (cmd *embedCommand) estimate(ctx context.Context, t *terminal, c catalog.Store) error {
	a, err := t.open(ctx, app.Options{Mode: app.Plan, Source: app.Source{File: cmd.Data}, Catalog: c, Model: cmd.choice(), Budget: cmd.budget()})
	if err != nil {
		return err
	}
	defer a.Close()
	e, err := a.Estimate(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, estimateReport{e.Passages, e.Tokens, e.Requests, e.Duration.Round(shortest).Seconds(), e.USD})
	}
	_, err = fmt.Fprintln(t.stdout, estimateText(e))
	return err
}

// estimateReport is the result of --dry-run, as printed with --json.
type estimateReport struct {
	Passages int     `json:"passages"`
	Tokens   int64   `json:"tokens"`
	Requests int     `json:"requests"`
	Seconds  float64 `json:"seconds"`
	USD      float64 `json:"usd"`
}
