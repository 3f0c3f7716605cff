package main

import (
	"context"
	"errors"
	"fmt"

	"segue/server/api"
)

type modelBuildCommand struct {
	otherModel
	budgetFlags
	JSON bool `help:"Print the result as JSON." name:"json"`
}

func (modelBuildCommand) Help() string {
	return `The current model keeps answering. After an interruption, the next run continues.

Examples:
  OPENAI_API_KEY=... segue model build --embedder openai --embed-model text-embedding-3-large
  segue model build --embedder openai --embed-url http://127.0.0.1:11434 --embed-model nomic-embed-text
  segue model build openai:nomic-embed-text@768 --json`
}

// buildReport is the result, as printed with --json.
type buildReport struct {
	Model string `json:"model"`
	embedReport
}

func (cmd *modelBuildCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	done, err := t.embed(ctx, c, cmd.Data, cmd.choice(), cmd.budget())
	if done == nil {
		return err
	}
	if cmd.JSON {
		return errors.Join(err, api.Write(t.stdout, buildReport{done.Model, newEmbedReport(*done)}))
	}
	_, printErr := fmt.Fprintf(t.stdout, "%d of %d episodes have vectors of %s\n", done.Embedded, done.Episodes, done.Model)
	return errors.Join(err, printErr)
}
