package main

import (
	"context"
	"errors"

	"segue/cmd/segue/internal/app"
)

type feedsAddCommand struct {
	URLs []string `arg:"" help:"Address of a feed, or of a page that links to one." name:"url"`
	Data string   `help:"File of the catalogue; created if missing." default:"segue.db"`
	fetchFlags
	followFlags
	embedFlags
	NoEmbed bool `help:"Do not embed; \"segue embed\" or \"segue serve\" does it later."`
	JSON    bool `help:"Print the results as JSON." name:"json"`
}

func (feedsAddCommand) Help() string {
	return `Reads the whole archive, including further pages of the feed. A feed that is already followed does not
change. Errors are reported and the other feeds are added; the exit code is then 3.

Examples:
  segue feeds add https://example.com/feed.xml
  segue feeds add example.com https://example.org/podcast --no-embed
  segue feeds add http://127.0.0.1:8000/feed.xml --allow-private-feeds`
}

func (cmd *feedsAddCommand) Run(ctx context.Context, t *terminal) error {
	c, err := app.OpenCatalog(ctx, app.Source{File: cmd.Data, Create: true})
	if err != nil {
		return err
	}
	defer c.Close()
	run := &feedsRun{t: t, json: cmd.JSON}
	err = run.add(ctx, cmd.follower(t, c), cmd.URLs, cmd.options())
	if err == nil {
		err = run.finish()
	}
	if !cmd.NoEmbed {
		err = errors.Join(err, run.embed(ctx, c, cmd.Data, cmd.embedFlags))
	}
	return err
}
