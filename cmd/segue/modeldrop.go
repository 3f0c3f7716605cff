package main

import (
	"context"
	"fmt"

	"segue/server/api"
)

type modelDropCommand struct {
	Model string `arg:"" help:"Name of the model, as in \"segue model list\"." name:"model"`
	Data  string `help:"File of the catalogue." default:"segue.db"`
	Yes   bool   `help:"Delete; without this flag, only print the number." short:"y"`
	JSON  bool   `help:"Print the result as JSON." name:"json"`
}

func (modelDropCommand) Help() string {
	return `The current and the previous model are refused. The file of the catalogue does not shrink; its space is
reused.

Examples:
  segue model drop openai:text-embedding-3-small@1536
  segue model drop openai:text-embedding-3-small@1536 --yes`
}

func (cmd *modelDropCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	m, err := t.models(c).Drop(ctx, cmd.Model, !cmd.Yes)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, dropReport{m.Name, m.Vectors, m.Bytes, cmd.Yes})
	}
	line := "%d vectors of %s would be deleted (%s MB); --yes deletes them\n"
	if cmd.Yes {
		line = "%d vectors of %s deleted (%s MB)\n"
	}
	_, err = fmt.Fprintf(t.stdout, line, m.Vectors, m.Name, megabytes(m.Bytes))
	return err
}
