package main

import (
	"context"
	"strings"
)

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"Command, such as feeds add."`
}

func (helpCommand) Help() string {
	return `Without a command, the help lists all commands.

Examples:
  segue help
  segue help search
  segue help feeds add`
}

// Run prints the same text as the command with --help, and the same error for an unknown command.
func (cmd helpCommand) Run(_ context.Context, t *terminal) error {
	if run(append(cmd.Command, "--help"), strings.NewReader(""), t.stdout, t.stderr) != exitOK {
		return errUsagePrinted
	}
	return nil
}
