package main

import (
	"context"
	"errors"

	"segue/cmd/segue/internal/app"
)

type feedsAddCommand struct {
	URLs []string `arg:"" help:"Addresses of feeds, or of pages that name theirs." name:"url"`
	Data string   `help:"File of the catalogue; made if it does not exist." default:"segue.db"`
	fetchFlags
	followFlags
	embedFlags
	NoEmbed bool `help:"Leave the vectors to \"segue embed\" or \"segue serve\"."`
	JSON    bool `help:"Print what each feed has brought as JSON." name:"json"`
}

func (feedsAddCommand) Help() string {
	return `The whole archive is read, also where the feed has it on several pages. A feed that is followed
already is left as it is. What cannot be added is reported, and the rest is added; the exit code is
then 3.

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
	if !cmd.NoEmbed && ctx.Err() == nil && run.brought > 0 {
		_, embedding := t.embed(ctx, c, cmd.Data, cmd.choice(), cmd.budget())
		err = errors.Join(err, embedding)
	}
	return err
}
