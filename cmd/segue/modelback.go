package main

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog"
)

type modelBackCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print what was done as JSON." name:"json"`
}

func (modelBackCommand) Help() string {
	return `Nothing is embedded, and no model is asked. Going back twice is where one was.

Examples:
  segue model back
  segue model back --data shows.db --json`
}

func (cmd *modelBackCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	s, err := previousSpec(ctx, c)
	if err != nil {
		return err
	}
	r, err := use(ctx, c, s)
	if err != nil {
		return err
	}
	return r.print(t, cmd.JSON)
}

var errNoPrevious = hinted{errors.New("there is no model to go back to"), `"segue model use" changes the model`}

// previousSpec is the model that was in use before.
func previousSpec(ctx context.Context, c settings) (modelSpec, error) {
	value, _, err := c.Setting(ctx, catalog.PreviousModel)
	switch {
	case err != nil:
		return modelSpec{}, err
	case value == "":
		return modelSpec{}, errNoPrevious
	}
	s, err := parseSpec(value)
	if err != nil {
		return modelSpec{}, hinted{fmt.Errorf("the catalogue's setting %q: %w", catalog.PreviousModel, err), `choose a model with "segue model use"`}
	}
	return s, nil
}
