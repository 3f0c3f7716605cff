package main

import (
	"context"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
)

type restoreCommand struct {
	File string `arg:"" help:"Backup to restore."`
	Data string `help:"File of the catalogue to replace." default:"segue.db"`
	JSON bool   `help:"Print the result as JSON." name:"json"`
}

func (restoreCommand) Help() string {
	return `Checks a backup and puts it in the place of the catalogue. Stop the server first: the command refuses while
another process uses the catalogue. The replaced catalogue stays in a file next to the new one, together with
its write-ahead log.

Examples:
  segue restore segue-backup.db
  segue restore segue-backup.db --data shows.db --json`
}

// restoreReport is the result, as printed with --json.
type restoreReport struct {
	File     string  `json:"file"`
	Episodes int     `json:"episodes"`
	Kept     *string `json:"kept"`
}

func (cmd *restoreCommand) Run(ctx context.Context, t *terminal) error {
	r, err := app.Restore(ctx, app.Source{File: cmd.Data}, cmd.File)
	if err != nil {
		return err
	}
	if cmd.JSON {
		report := restoreReport{File: cmd.Data, Episodes: r.Episodes}
		if r.Kept != "" {
			report.Kept = &r.Kept
		}
		return api.Write(t.stdout, report)
	}
	if _, err := fmt.Fprintf(t.stdout, "restored %s (%d episodes)\n", cmd.Data, r.Episodes); err != nil || r.Kept == "" {
		return err
	}
	_, err = fmt.Fprintf(t.stdout, "the replaced catalogue is %s\n", r.Kept)
	return err
}
