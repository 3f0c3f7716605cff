package main

import (
	"context"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/embed/doctor"
	"segue/server/api"
)

type doctorCommand struct {
	Data string `help:"File of the catalogue whose model is checked; it need not exist." default:"segue.db"`
	modelFlags
	engineFlags
	EmbedPrice *float64 `help:"Price of a million tokens in US dollars; 0 for a free model. By default the known price." placeholder:"USD"`
	JSON       bool     `help:"Print the checks as JSON." name:"json"`
}

func (doctorCommand) Help() string {
	return `Checks the model step by step: address, key, model name, dimensions, batches, speed, and whether its
vectors are useful. Then it names the engine that compares the vectors of the catalogue. A failed check
comes with a suggestion, and the exit code is then 1. A paid model receives about five thousand tokens.

Examples:
  segue doctor
  segue doctor --embedder openai --embed-url http://127.0.0.1:11434 --embed-model nomic-embed-text
  OPENAI_API_KEY=... segue doctor --embedder openai --json`
}

// doctorReport is the result, as printed with --json.
type doctorReport struct {
	Model  string         `json:"model"`
	Checks []doctor.Check `json:"checks"`
}

func (cmd *doctorCommand) Run(ctx context.Context, t *terminal) error {
	b := newBar(t.stderr, "checking the model")
	name, checks, err := app.Examine(ctx, app.DoctorOptions{
		Source: app.Source{File: cmd.Data}, Model: cmd.choice(), Engine: cmd.engine(), PricePerMillion: cmd.EmbedPrice, Log: t.log,
		Progress: func(check string, done, total int) {
			b.rename("checking the model: " + check)
			b.set(done, total)
		},
	})
	b.close()
	if err != nil {
		return err
	}
	return cmd.print(t, doctorReport{name, checks})
}

// marks are the statuses in the table.
var marks = map[doctor.Status]string{doctor.OK: "ok", doctor.Warning: "warning", doctor.Failed: "FAILED", doctor.Skipped: "-"}

func (cmd *doctorCommand) print(t *terminal, r doctorReport) error {
	failed := 0
	for _, c := range r.Checks {
		if c.Status == doctor.Failed {
			failed++
		}
	}
	if cmd.JSON {
		if err := api.Write(t.stdout, r); err != nil {
			return err
		}
	} else if err := r.printTable(t); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%s of %q failed; see the suggestions above", count(failed, "check"), r.Model)
	}
	return nil
}

func (r doctorReport) printTable(t *terminal) error {
	for _, c := range r.Checks {
		if _, err := fmt.Fprintf(t.stdout, "%-8s%-13s%s\n", marks[c.Status], c.Name, c.Detail); err != nil {
			return err
		}
		if c.Fix == "" {
			continue
		}
		if _, err := fmt.Fprintf(t.stdout, "%21s%s\n", "", c.Fix); err != nil {
			return err
		}
	}
	return nil
}
