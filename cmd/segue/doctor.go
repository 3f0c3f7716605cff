package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"segue/data/catalog/sqlite"
	"segue/embed"
	"segue/embed/doctor"
	"segue/server/api"
)

type doctorCommand struct {
	Data string `help:"File of the catalogue whose model is looked at; it need not exist." default:"segue.db"`
	modelFlags
	EmbedPrice *float64 `help:"US dollars for a million tokens, where what is known is not right; 0 for none." placeholder:"USD"`
	JSON       bool     `help:"Print the checks as JSON." name:"json"`
}

func (doctorCommand) Help() string {
	return `Checks step by step whether the model can be embedded with: its address, the key, the name of the
model, its dimensions, batches, speed, and whether its vectors make sense. What is wrong comes with
what to change. A model that is paid for is sent about five thousand tokens. The exit code is 1
where something must be changed.

Examples:
  segue doctor
  segue doctor --embedder openai --embed-url http://127.0.0.1:11434 --embed-model nomic-embed-text
  OPENAI_API_KEY=... segue doctor --embedder openai --json`
}

// doctorReport is what --json prints.
type doctorReport struct {
	Model  string         `json:"model"`
	Checks []doctor.Check `json:"checks"`
}

func (cmd *doctorCommand) Run(ctx context.Context, t *terminal) error {
	spec, err := cmd.look(ctx)
	if err != nil {
		return err
	}
	setup := doctor.Setup{Prepare: embed.Prepare{Query: spec.QueryPrefix, Passage: spec.PassagePrefix}}
	if cmd.EmbedPrice != nil {
		setup.USDPerMillion = *cmd.EmbedPrice
	}
	name := spec.Model
	if spec.Embedder == builtin {
		if setup.Driver, err = spec.driver(ctx, path{}); err != nil {
			return err
		}
		name = setup.Driver.Info().Model
	} else {
		config := spec.config(spec.Dimensions, path{attempts: 1}) // what fails now and then is to be seen
		setup.Endpoint = &config
	}
	checks := doctor.Examine(ctx, setup)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return cmd.print(t, doctorReport{name, checks})
}

// look returns the model of the flags or of the catalogue, which is not made.
func (cmd *doctorCommand) look(ctx context.Context) (modelSpec, error) {
	if _, err := os.Stat(cmd.Data); errors.Is(err, fs.ErrNotExist) {
		return cmd.spec(modelSpec{Embedder: builtin}), nil
	}
	c, err := sqlite.Open(ctx, cmd.Data)
	if err != nil {
		return modelSpec{}, err
	}
	defer c.Close()
	spec, _, err := cmd.resolve(ctx, c)
	return spec, err
}

// marks stand in front of checks.
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
	} else if err := r.table(t); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%s of %q failed; see what to change above", count(failed, "check"), r.Model)
	}
	return nil
}

func (r doctorReport) table(t *terminal) error {
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
