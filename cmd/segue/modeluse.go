package main

import "context"

type modelUseCommand struct {
	otherModel
	Force bool `help:"Also where vectors are missing or the model does not answer now."`
	JSON  bool `help:"Print what was done as JSON." name:"json"`
}

func (modelUseCommand) Help() string {
	return `All commands without --embedder use the model from then on. A server that runs on the catalogue
changes within a second or two: first it reads the vectors, then searches and episodes change together.

Examples:
  segue model use openai:text-embedding-3-large@3072
  segue model use builtin --data shows.db
  segue model use --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434`
}

func (cmd *modelUseCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	change, err := t.modelsOf(c).Use(ctx, cmd.choice(), cmd.Force)
	if err != nil {
		return err
	}
	return t.printSwitch(change, cmd.JSON)
}
