package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"segue/data/catalog"
	"segue/data/jsonl"
)

type exportCommand struct {
	catalogFlags
	Out string `help:"File to write; standard output if -." short:"o" default:"-"`
}

func (exportCommand) Help() string {
	return `One episode a line, newest first, in the form that "segue import" reads.

Examples:
  segue export > episodes.jsonl
  segue export --demo -o demo.jsonl`
}

func (cmd *exportCommand) Run(ctx context.Context, t *terminal) (err error) {
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	out := t.stdout
	if cmd.Out != "-" {
		f, err := os.Create(cmd.Out)
		if err != nil {
			return err
		}
		// An error of Close is a lost export.
		defer func() {
			if closing := f.Close(); err == nil {
				err = closing
			}
		}()
		out = f
	}
	n, err := export(ctx, c, out)
	if err == nil && cmd.Out != "-" {
		fmt.Fprintf(t.stderr, "segue: %d episodes written to %s\n", n, cmd.Out)
	}
	return err
}

func export(ctx context.Context, c *catalog.Catalog, out io.Writer) (n int, err error) {
	buffered := bufio.NewWriter(out)
	w := jsonl.NewWriter(buffered)
	if _, err := c.Read(ctx, catalog.WithTranscripts, w.Write); err != nil {
		return 0, err
	}
	return w.Count(), buffered.Flush()
}
