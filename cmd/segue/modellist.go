package main

import (
	"context"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type modelListCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the models as JSON." name:"json"`
}

func (modelListCommand) Help() string {
	return `The share is that of the passages of today's episodes that have a vector; a catalogue may
also have vectors of texts that no episode has any more, which "segue model prune" deletes.

Examples:
  segue model list
  segue model list --data shows.db --json`
}

func (cmd *modelListCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	list, err := t.modelsOf(c).List(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, list)
	}
	shown := newTable(table.Row{"model", "vectors", "MB", "passages", "share", ""})
	for _, m := range list.Models {
		shown.AppendRow(table.Row{m.Name, m.Vectors, megabytes(m.Bytes), fmt.Sprintf("%d of %d", m.Passages, list.Passages), share(m.Passages, list.Passages), role(m)})
	}
	return render(t.stdout, shown)
}

// role is how a catalogue uses a model.
func role(m app.ListedModel) string {
	switch {
	case m.Active:
		return "in use"
	case m.Previous:
		return "before"
	}
	return ""
}

// share is a part in percent. It is only 100 if nothing is missing.
func share(part, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %%", 100*part/of)
}
