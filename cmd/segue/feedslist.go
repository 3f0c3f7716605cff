package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"segue/data"
	"segue/server/api"
)

type feedsListCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the body of the HTTP answer." name:"json"`
}

func (feedsListCommand) Help() string {
	return `A feed that fails has the reason in the line below it. Addresses may hold what only you may
know; the list without --json leaves them out.

Examples:
  segue feeds list
  segue feeds list --data shows.db --json`
}

func (cmd *feedsListCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
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
		list.AppendRow(table.Row{text.Snip(f.Show.Title, titleWidth, "…"), f.Episodes, stateOf(f), minute(f.Checked), minute(f.Next), f.ID})
	}
	return renderWith(t.stdout, list, func(row int) []string {
		if feeds[row].Error == "" {
			return nil
		}
		return []string{feeds[row].Error}
	})
}

// stateOf is a feed's state in a word or two.
func stateOf(f data.Feed) string {
	if f.State == data.FeedActive && f.Failures > 0 {
		return fmt.Sprintf("failing (%d)", f.Failures)
	}
	return string(f.State)
}

func minute(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
