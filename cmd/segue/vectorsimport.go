package main

import (
	"context"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type vectorsImportCommand struct {
	File string `arg:"" help:"File of \"segue vectors export\", compressed or not; - is standard input." name:"file"`
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the counts as JSON." name:"json"`
}

func (vectorsImportCommand) Help() string {
	return `Stores the vectors of texts that the catalogue has, so that they are not embedded again. Import the
episodes first. Existing vectors stay. Nothing is stored if the file is damaged. Vectors decide which
episodes are similar, so import only files that you trust.

Examples:
  segue vectors import vectors.gob
  segue vectors import vectors.gob.gz --data copy.db --json
  curl -s https://example.com/vectors.gob.gz | segue vectors import -`
}

func (cmd *vectorsImportCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	file, err := app.OpenInput(ctx, t.stdin, cmd.File)
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := t.models(c).ImportVectors(ctx, file, t.progress)
	if err != nil {
		return fmt.Errorf("import %q: %w", cmd.File, err)
	}
	if cmd.JSON {
		return api.Write(t.stdout, r)
	}
	if r.Unknown > 0 {
		fmt.Fprintf(t.stderr, "segue: ignored %s with texts that no episode has\n", count(r.Unknown, "document"))
	}
	_, err = fmt.Fprintf(t.stdout, "%s of %s added, %d already stored; %d of %d passages have vectors\n",
		count(r.Added, "vector"), r.Model, r.Present, r.Embedded, r.Passages)
	return err
}
