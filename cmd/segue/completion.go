package main

import (
	"fmt"
	"io"

	"segue/cmd/segue/internal/complete"
)

type completionCommand struct {
	Shell string `arg:"" help:"Shell: bash, zsh or fish." enum:"bash,zsh,fish"`
}

func (completionCommand) Help() string {
	return `Prints a script that completes commands, flags and their values. The script asks the program, so it stays
valid after an upgrade.

Examples:
  source <(segue completion bash)
  segue completion zsh > ~/.zfunc/_segue
  segue completion fish > ~/.config/fish/completions/segue.fish`
}

func (cmd completionCommand) Run(t *terminal) error {
	script, err := complete.Script(cmd.Shell)
	if err != nil {
		return err
	}
	_, err = io.WriteString(t.stdout, script)
	return err
}

// printCompletions prints the completions of the words of a command line, one per line. The
// scripts of the shells call it.
func printCompletions(stdout io.Writer, words []string) int {
	parser, _, err := newParser(&commands{}, nil, io.Discard, io.Discard)
	if err != nil {
		return exitFailure
	}
	for _, word := range complete.Words(parser.Model, words) {
		fmt.Fprintln(stdout, word)
	}
	return exitOK
}
