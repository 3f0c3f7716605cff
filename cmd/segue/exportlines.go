package main

import (
	"context"
	"fmt"
	"io"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/replace"
)

type exportLinesCommand struct {
	catalogFlags
	Out string `help:"Output file; - is standard output." short:"o" default:"-"`
}

func (exportLinesCommand) Help() string {
	return `Writes one episode per line, newest first, in the format of "segue import". An existing file is
replaced when the export is complete.

Examples:
  segue export > episodes.jsonl
  segue export lines --demo -o demo.jsonl`
}

func (cmd *exportLinesCommand) Run(ctx context.Context, t *terminal) error {
	if err := cmd.source().CheckExportFile(cmd.Out, "-o episodes.jsonl"); err != nil {
		return err
	}
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if cmd.Out == "-" {
		_, err := app.ExportLines(ctx, c, t.stdout)
		return err
	}
	n := 0
	err = replace.File(cmd.Out, func(w io.Writer) (err error) {
		n, err = app.ExportLines(ctx, c, w)
		return err
	})
	if err != nil {
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	}
	fmt.Fprintf(t.stderr, "segue: %s written to %s\n", count(n, "episode"), cmd.Out)
	return nil
}
