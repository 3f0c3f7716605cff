package main

import (
	"context"
	"fmt"
	"io"

	"segue/cmd/segue/internal/replace"
	"segue/data/opml"
	"segue/server/api"
)

type feedsExportOPMLCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	Out  string `help:"Output file; - is standard output." short:"o" default:"-"`
}

func (feedsExportOPMLCommand) Help() string {
	return `Examples:
  segue feeds export-opml
  segue feeds export-opml -o subscriptions.opml`
}

func (cmd *feedsExportOPMLCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	feeds, err := c.Feeds(ctx)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return opml.Write(w, "Feeds of Segue", api.NewOutlines(feeds)) }
	if cmd.Out == "-" {
		return write(t.stdout)
	}
	if err := replace.File(cmd.Out, write); err != nil {
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	}
	fmt.Fprintf(t.stderr, "segue: %s written to %s\n", count(len(feeds), "feed"), cmd.Out)
	return nil
}
