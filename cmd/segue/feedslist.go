package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/data"
	"segue/server/api"
)

type feedsListCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the body of the HTTP response." name:"json"`
}

func (feedsListCommand) Help() string {
	return `The line below a failing feed shows the error. Addresses may contain secrets, so only --json prints
them.

Examples:
  segue feeds list
  segue feeds list --data shows.db --json`
}

func (cmd *feedsListCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	feeds, err := c.Feeds(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewFeedsBody(feeds))
	}
	if len(feeds) == 0 {
		_, err := fmt.Fprintln(t.stdout, `no feeds; follow one with "segue feeds add URL"`)
		return err
	}
	list := newTable(table.Row{"show", "episodes", "state", "checked", "next", "id"})
	for _, f := range feeds {
		list.AppendRow(table.Row{snip(f.Show.Title, titleWidth), f.Episodes, stateText(f), minute(f.Checked), minute(f.Next), f.ID})
	}
	return renderWith(t.stdout, list, func(row int) []string {
		if feeds[row].Error == "" {
			return nil
		}
		return []string{feeds[row].Error}
	})
}

// stateText formats the state of a feed.
func stateText(f data.Feed) string {
	if f.State == data.FeedActive && f.Failures > 0 {
		return fmt.Sprintf("failing (%d)", f.Failures)
	}
	return string(f.State)
}

// minute formats a time to the minute, or "-" if it is zero.
func minute(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
