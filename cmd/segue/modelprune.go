package main

import (
	"context"
	"fmt"

	"segue/server/api"
)

type modelPruneCommand struct {
	Data   string `help:"File of the catalogue." default:"segue.db"`
	DryRun bool   `help:"Print what would be deleted, but delete nothing."`
	JSON   bool   `help:"Print the result as JSON." name:"json"`
}

func (modelPruneCommand) Help() string {
	return `Changed texts and "segue eval --from-catalogue" leave such vectors. Other derived data that is not used is
deleted too, but not counted. The file of the catalogue does not shrink; its space is reused.

Examples:
  segue model prune --dry-run
  segue model prune --data shows.db --json`
}

// pruneReport is the result, as printed with --json.
type pruneReport struct {
	Models  []dropReport `json:"models"`
	Vectors int          `json:"vectors"`
	Bytes   int64        `json:"bytes"`
	Deleted bool         `json:"deleted"`
}

func (cmd *modelPruneCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	pruned, err := t.models(c).Prune(ctx, cmd.DryRun)
	if err != nil {
		return err
	}
	r := pruneReport{Models: []dropReport{}, Deleted: !cmd.DryRun}
	for _, m := range pruned {
		r.Models = append(r.Models, dropReport{m.Name, m.Vectors, m.Bytes, r.Deleted})
		r.Vectors += m.Vectors
		r.Bytes += m.Bytes
	}
	return r.print(t, cmd.JSON)
}

func (r pruneReport) print(t *terminal, asJSON bool) error {
	if asJSON {
		return api.Write(t.stdout, r)
	}
	done := "deleted"
	if !r.Deleted {
		done = "would be deleted"
	}
	for _, m := range r.Models {
		if _, err := fmt.Fprintf(t.stdout, "%s: %d vectors (%s MB)\n", m.Model, m.Vectors, megabytes(m.Bytes)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(t.stdout, "%d vectors of texts that no episode contains %s (%d bytes)\n", r.Vectors, done, r.Bytes)
	return err
}
