package main

import (
	"context"
	"fmt"
	"io"

	"segue/cmd/segue/internal/app"
	"segue/data/opml"
	"segue/server/api"
)

type feedsImportOPMLCommand struct {
	File string `arg:"" help:"OPML file; - is standard input." name:"file"`
	Data string `help:"File of the catalogue; made if it does not exist." default:"segue.db"`
	fetchFlags
	followFlags
	JSON bool `help:"Print what each feed has brought as JSON." name:"json"`
}

func (feedsImportOPMLCommand) Help() string {
	return `Podcast apps and feed readers write OPML files. Feeds are added as by "segue feeds add --no-embed";
"segue embed" or "segue serve" embeds what they bring.

Examples:
  segue feeds import-opml subscriptions.opml
  curl -s https://example.com/subscriptions.opml | segue feeds import-opml -`
}

func (cmd *feedsImportOPMLCommand) Run(ctx context.Context, t *terminal) error {
	in, err := openInput(ctx, t.stdin, cmd.File)
	if err != nil {
		return fmt.Errorf("import %q: %w", cmd.File, err)
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

type feedsExportOPMLCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	Out  string `help:"File to write; standard output if -." short:"o" default:"-"`
}

func (feedsExportOPMLCommand) Help() string {
	return `Examples:
  segue feeds export-opml
  segue feeds export-opml -o subscriptions.opml`
}

func (cmd *feedsExportOPMLCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
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
	if err := writeFile(cmd.Out, write); err != nil {
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	}
	fmt.Fprintf(t.stderr, "segue: %s written to %s\n", count(len(feeds), "feed"), cmd.Out)
	return nil
}
