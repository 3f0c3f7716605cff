package main

import (
	"context"
	"fmt"
	"os"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type backupCommand struct {
	File string `arg:"" help:"New file for the backup."`
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the result as JSON." name:"json"`
}

func (backupCommand) Help() string {
	return `Writes the whole catalogue to a new file, with episodes, feeds, settings and vectors. A server and other
commands may use the catalogue meanwhile. The word index is not in it, because it can be rebuilt.

Examples:
  segue backup segue-backup.db
  segue backup "backup-$(date +%F).db" --data shows.db`
}

// backupReport is the result, as printed with --json.
type backupReport struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

func (cmd *backupCommand) Run(ctx context.Context, t *terminal) error {
	if err := app.Backup(ctx, app.Source{File: cmd.Data}, cmd.File); err != nil {
		return err
	}
	info, err := os.Stat(cmd.File)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, backupReport{cmd.File, info.Size()})
	}
	_, err = fmt.Fprintf(t.stdout, "wrote %s (%s MB)\n", cmd.File, megabytes(info.Size()))
	return err
}
