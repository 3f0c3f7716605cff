package main

import (
	"context"
	"fmt"
	"slices"

	"segue/data/catalog"
	"segue/server/api"
)

type modelDropCommand struct {
	Model string `arg:"" help:"Name of the vectors, as \"segue model list\" prints it." name:"model"`
	Data  string `help:"File of the catalogue." default:"segue.db"`
	Yes   bool   `help:"Delete them; without it, only say what would be deleted." short:"y"`
	JSON  bool   `help:"Print what was done as JSON." name:"json"`
}

func (modelDropCommand) Help() string {
	return `The model in use and the one before are refused. The file of the catalogue does not get smaller;
the room is used again.

Examples:
  segue model drop openai:text-embedding-3-small@1536
  segue model drop openai:text-embedding-3-small@1536 --yes`
}

// dropReport is what --json prints.
type dropReport struct {
	Model   string `json:"model"`
	Vectors int    `json:"vectors"`
	Bytes   int64  `json:"bytes"`
	Deleted bool   `json:"deleted"`
}

func (cmd *modelDropCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	m, err := cmd.vectors(ctx, c)
	if err != nil {
		return err
	}
	if cmd.Yes {
		if m, err = c.DropModel(ctx, m.Name); err != nil {
			return err
		}
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

// vectors are those to delete, of a model that is not needed.
func (cmd *modelDropCommand) vectors(ctx context.Context, c catalog.Store) (catalog.ModelVectors, error) {
	active, previous, err := modelsInUse(ctx, c)
	switch {
	case err != nil:
		return catalog.ModelVectors{}, err
	case cmd.Model == active || cmd.Model == builtin && isBuiltin(active):
		return catalog.ModelVectors{}, hinted{fmt.Errorf("%q is in use", active), `use another model first, with "segue model use"`}
	case cmd.Model == previous || cmd.Model == builtin && isBuiltin(previous):
		return catalog.ModelVectors{}, hinted{fmt.Errorf("%q is what \"segue model back\" returns to", previous), "its vectors can be deleted after another change of the model"}
	}
	list, err := c.Models(ctx)
	if err != nil {
		return catalog.ModelVectors{}, err
	}
	at := slices.IndexFunc(list, func(m catalog.ModelVectors) bool {
		return m.Name == cmd.Model || cmd.Model == builtin && isBuiltin(m.Name)
	})
	if at < 0 {
		return catalog.ModelVectors{}, hinted{fmt.Errorf("%q: %w", cmd.Model, catalog.ErrUnknownModel), `"segue model list" names the models`}
	}
	return list[at], nil
}

// isBuiltin reports whether a name is that of the built-in model's vectors.
func isBuiltin(name string) bool {
	own, err := modelSpec{Embedder: builtin}.name()
	return err == nil && name == own
}
