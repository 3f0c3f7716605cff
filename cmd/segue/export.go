package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// exportCommand writes lines if no subcommand is given: before there was a site, it
// wrote nothing else.
type exportCommand struct {
	Lines exportLinesCommand `cmd:"" default:"withargs" help:"Write the catalogue as JSON lines; what \"segue export\" does by itself."`
	Site  exportSiteCommand  `cmd:"" help:"Write a site that needs no server: related episodes and search as files."`
}

func (exportCommand) Help() string {
	return `Without a command, "segue export" writes JSON lines.

Examples:
  segue export > episodes.jsonl
  segue export -o episodes.jsonl
  segue export site --out site`
}

type exportLinesCommand struct {
	catalogFlags
	Out string `help:"File to write; standard output if -." short:"o" default:"-"`
}

func (exportLinesCommand) Help() string {
	return `One episode a line, newest first, in the form that "segue import" reads. A file is replaced
once the export is complete.

Examples:
  segue export > episodes.jsonl
  segue export lines --demo -o demo.jsonl`
}

func (cmd *exportLinesCommand) Run(ctx context.Context, t *terminal) error {
	if err := cmd.sparesCatalogue(); err != nil {
		return err
	}
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if cmd.Out == "-" {
		_, err := export(ctx, c, t.stdout)
		return err
	}
	n := 0
	err = writeFile(cmd.Out, func(w io.Writer) (err error) {
		n, err = export(ctx, c, w)
		return err
	})
	if err != nil {
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	}
	fmt.Fprintf(t.stderr, "segue: %d episodes written to %s\n", n, cmd.Out)
	return nil
}

// sparesCatalogue refuses to write over what is to be read.
func (cmd *exportLinesCommand) sparesCatalogue() error {
	out, err := os.Stat(cmd.Out)
	if err != nil || cmd.Demo {
		return nil // there is nothing to write over, or nothing is read from a file
	}
	for _, suffix := range []string{"", "-wal", "-shm"} { // SQLite's files
		if own, err := os.Stat(cmd.Data + suffix); err == nil && os.SameFile(out, own) {
			return app.UsageError{Err: app.WithHint(fmt.Errorf("export to %q: the file belongs to the catalogue %q itself", cmd.Out, cmd.Data),
				"name another file with -o, such as -o episodes.jsonl")}
		}
	}
	return nil
}

func export(ctx context.Context, c catalog.Store, out io.Writer) (n int, err error) {
	buffered := bufio.NewWriter(out)
	w := jsonl.NewWriter(buffered)
	if _, err := c.Read(ctx, catalog.WithTranscripts, func(e catalog.Stored) error { return w.Write(e.Episode) }); err != nil {
		return 0, err
	}
	return w.Count(), buffered.Flush()
}
