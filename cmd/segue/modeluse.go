package main

import "context"

type modelUseCommand struct {
	otherModel
	Force bool `help:"Switch even if vectors are missing or the model does not answer."`
	JSON  bool `help:"Print the result as JSON." name:"json"`
}

func (modelUseCommand) Help() string {
	return `All commands without --embedder then use this model. A running server reads the vectors and switches
within two seconds.

Examples:
  segue model use openai:text-embedding-3-large@3072
  segue model use builtin --data shows.db
  segue model use --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434`
}

func (cmd *modelUseCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	change, err := t.models(c).Use(ctx, cmd.choice(), cmd.Force)
	if err != nil {
		return err
	}
	return t.printSwitch(change, cmd.JSON)
}
