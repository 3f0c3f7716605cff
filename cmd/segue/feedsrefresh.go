package main

import (
	"context"
	"errors"

	"segue/cmd/segue/internal/app"
	"segue/data"
)

type feedsRefreshCommand struct {
	Feeds []string `arg:"" optional:"" help:"Ids or addresses of feeds; by default all feeds." name:"feed"`
	Data  string   `help:"File of the catalogue." default:"segue.db"`
	fetchFlags
	embedFlags
	NoEmbed bool `help:"Do not embed; \"segue embed\" or \"segue serve\" does it later."`
	JSON    bool `help:"Print the results as JSON." name:"json"`
}

func (feedsRefreshCommand) Help() string {
	return `An unchanged feed costs one small request.

Examples:
  segue feeds refresh
  segue feeds refresh crumb-radio
  segue feeds refresh --no-embed --json`
}

func (cmd *feedsRefreshCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	feeds, err := app.FindFeeds(ctx, c, cmd.Feeds)
	if err != nil {
		return err
	}
	run := &feedsRun{t: t, json: cmd.JSON}
	f := cmd.follower(t, c)
	b := newBar(t.stderr, "refreshing feeds")
	n := 0
	report := func(feed data.Feed, change data.FeedChange, err error) {
		n++
		b.set(n, len(feeds))
		run.report(string(feed.ID), feed, change, err)
	}
	if len(cmd.Feeds) == 0 {
		err = f.RefreshAll(ctx, report)
	}
	for _, feed := range feeds[:min(len(cmd.Feeds), len(feeds))] {
		updated, change, failed := f.Refresh(ctx, feed.ID)
		if err = ctx.Err(); err != nil {
			break
		}
		report(updated, change, failed)
	}
	b.close()
	if err == nil {
		err = run.finish()
	}
	if !cmd.NoEmbed {
		err = errors.Join(err, run.embed(ctx, c, cmd.Data, cmd.embedFlags))
	}
	return err
}
