package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type feedsRemoveCommand struct {
	Feeds    []string `arg:"" help:"Ids or addresses of feeds." name:"feed"`
	Data     string   `help:"File of the catalogue." default:"segue.db"`
	Episodes bool     `help:"Also remove the episodes that came from no other feed."`
	fetchFlags
	JSON bool `help:"Print the counts as JSON." name:"json"`
}

func (feedsRemoveCommand) Help() string {
	return `Without --episodes, the episodes stay in the catalogue.

Examples:
  segue feeds remove crumb-radio
  segue feeds remove https://example.com/feed.xml --episodes`
}

// removeReport is the result, as printed with --json.
type removeReport struct {
	Feeds    int `json:"feeds"`
	Episodes int `json:"episodes"`
}

func (cmd *feedsRemoveCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	feeds, err := app.FindFeeds(ctx, c, cmd.Feeds)
	if err != nil {
		return err // before anything is removed
	}
	f := cmd.follower(t, c)
	var removed removeReport
	var failed []error
	for _, feed := range feeds {
		n, err := f.Remove(ctx, feed.ID, cmd.Episodes)
		if failed = append(failed, err); err == nil {
			removed.Feeds, removed.Episodes = removed.Feeds+1, removed.Episodes+n
		}
	}
	if cmd.JSON {
		return errors.Join(append(failed, api.Write(t.stdout, removed))...)
	}
	_, err = fmt.Fprintf(t.stdout, "%s removed with %s\n", count(removed.Feeds, "feed"), count(removed.Episodes, "episode"))
	return errors.Join(append(failed, err)...)
}
