package main

import (
	"context"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data/opml"
)

type feedsImportOPMLCommand struct {
	File string `arg:"" help:"OPML file; - is standard input." name:"file"`
	Data string `help:"File of the catalogue; created if missing." default:"segue.db"`
	fetchFlags
	followFlags
	JSON bool `help:"Print the results as JSON." name:"json"`
}

func (feedsImportOPMLCommand) Help() string {
	return `Podcast apps and feed readers export OPML files. Feeds are added like with
"segue feeds add --no-embed". "segue embed" or "segue serve" embeds the episodes.

Examples:
  segue feeds import-opml subscriptions.opml
  curl -s https://example.com/subscriptions.opml | segue feeds import-opml -`
}

func (cmd *feedsImportOPMLCommand) Run(ctx context.Context, t *terminal) error {
	in, err := app.OpenInput(ctx, t.stdin, cmd.File)
	if err != nil {
		return err
	}
	defer in.Close()
	outlines, err := opml.Read(in)
	if err != nil {
		return fmt.Errorf("import %q: %w", cmd.File, err)
	}
	c, err := app.OpenCatalog(ctx, app.Source{File: cmd.Data, Create: true})
	if err != nil {
		return err
	}
	defer c.Close()
	var addresses []string
	for _, o := range outlines {
		addresses = append(addresses, o.URL)
	}
	run := &feedsRun{t: t, json: cmd.JSON}
	if err := run.add(ctx, cmd.follower(t, c), addresses, cmd.options()); err != nil {
		return err
	}
	return run.finish()
}
