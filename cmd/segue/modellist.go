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
	return `The share is the percentage of the current passages that have a vector. A catalogue may also contain
vectors of texts that no episode contains; "segue model prune" deletes them.

Examples:
  segue model list
  segue model list --data shows.db --json`
}

func (cmd *modelListCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	list, err := t.models(c).List(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, list)
	}
	rows := newTable(table.Row{"model", "vectors", "MB", "passages", "share", ""})
	for _, m := range list.Models {
		rows.AppendRow(table.Row{m.Name, m.Vectors, megabytes(m.Bytes), fmt.Sprintf("%d of %d", m.Passages, list.Passages), share(m.Passages, list.Passages), role(m)})
	}
	return render(t.stdout, rows)
}

// role returns the role of a model, or "".
func role(m app.ListedModel) string {
	switch {
	case m.Active:
		return "current"
	case m.Previous:
		return "previous"
	}
	return ""
}

// share formats a part in percent. It rounds down, so 100 % means that nothing is missing.
func share(part, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %%", 100*part/of)
}
