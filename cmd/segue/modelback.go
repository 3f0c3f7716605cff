package main

import "context"

type modelBackCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the result as JSON." name:"json"`
}

func (modelBackCommand) Help() string {
	return `Nothing is embedded, and no request is sent. A second call switches forward again.

Examples:
  segue model back
  segue model back --data shows.db --json`
}

func (cmd *modelBackCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	change, err := t.models(c).Back(ctx)
	if err != nil {
		return err
	}
	return t.printSwitch(change, cmd.JSON)
}
