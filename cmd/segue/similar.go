package main

import (
	"context"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type similarCommand struct {
	Episode string   `arg:"" help:"Id, page address or GUID of the episode."`
	At      *seconds `help:"Compare only the passage of the transcript at this time, such as 73, 20m or 1h2m3s." placeholder:"TIME"`
	searchFlags
	answerFlags
	bodyFlags
}

func (similarCommand) Help() string {
	return `"segue episodes" lists the ids.

Examples:
  segue similar --demo klarna-engineering-with-marcus-granstrom
  segue similar --demo --why --diversity 0.3 klarna-engineering-with-marcus-granstrom
  segue similar https://example.com/episodes/42 --limit 3
  segue similar https://example.com/episodes/42 --at 12m30s
  segue similar stripe-engineering-with-raylene-yung --json`
}

func (cmd *similarCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.openSearch(ctx, cmd.searchFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	ref, err := app.FindEpisode(ctx, a.Catalog, cmd.Episode)
	if err != nil {
		return err
	}
	options := cmd.options()
	options.Explain = cmd.Explain
	if cmd.At != nil {
		options.At = &cmd.At.Duration
		a.Warm(ctx)
	}
	found, err := a.Engine.Similar(ctx, ref, options)
	if err != nil {
		return err
	}
	cmd.printMode(t, a, found.Answer)
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSimilarBody(found))
	}
	return printAnswer(t.stdout, found.Answer, cmd.Why)
}
