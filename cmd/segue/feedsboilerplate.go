package main

import (
	"context"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data/text"
	"segue/server/api"
)

type feedsBoilerplateCommand struct {
	Shows []string `arg:"" optional:"" help:"Ids of shows; by default all shows." name:"show"`
	catalogFlags
	Limit int  `help:"Maximum number of paragraphs per show; 0 for all." default:"20"`
	JSON  bool `help:"Print the paragraphs as JSON." name:"json"`
}

func (feedsBoilerplateCommand) Help() string {
	return `Paragraphs that repeat across the episodes of a show, such as sponsor notes and credits, are not
embedded and not searched. The episode still shows them. The list is rebuilt when episodes change.

Examples:
  segue feeds boilerplate
  segue feeds boilerplate crumb-radio --limit 0
  segue feeds boilerplate --json`
}

func (cmd *feedsBoilerplateCommand) Run(ctx context.Context, t *terminal) error {
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	shows, err := app.ListBoilerplate(ctx, c, cmd.Shows, cmd.Limit)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, shows)
	}
	if len(shows) == 0 {
		_, err = fmt.Fprintln(t.stdout, "no boilerplate")
		return err
	}
	for _, s := range shows {
		fmt.Fprintln(t.stdout, s.Show)
		for _, p := range s.Paragraphs {
			fmt.Fprintf(t.stdout, "  %s (%.0f %%): %s\n", count(p.Episodes, "episode"), 100*p.Share, text.OneLine(p.Text))
		}
	}
	return nil
}
