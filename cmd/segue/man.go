package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/man"
)

type manCommand struct {
	Out string `help:"Directory for the pages." short:"o" default:"man" placeholder:"DIR"`
}

func (manCommand) Help() string {
	return `Writes one page for the program and one for each command. "man -l" shows such a file.

Examples:
  segue man
  segue man --out /usr/local/share/man/man1`
}

func (cmd manCommand) Run(t *terminal) error {
	parser, _, err := newParser(&commands{}, nil, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(cmd.Out, 0o755); err != nil {
		return err
	}
	pages := man.Pages(parser.Model, app.Version())
	for _, page := range pages {
		if err := os.WriteFile(filepath.Join(cmd.Out, page.Name), []byte(page.Text), 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(t.stderr, "segue: %s written to %s\n", count(len(pages), "page"), cmd.Out)
	return nil
}
