package main

import (
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/server/api"
)

// modelCommand changes the model of a catalogue.
type modelCommand struct {
	List  modelListCommand  `cmd:"" help:"List the models that the catalogue has vectors of."`
	Build modelBuildCommand `cmd:"" help:"Embed with another model, while the one in use answers."`
	Diff  modelDiffCommand  `cmd:"" help:"Compare the answers of another model with those of the one in use."`
	Use   modelUseCommand   `cmd:"" help:"Answer with another model, also in a server that runs."`
	Back  modelBackCommand  `cmd:"" help:"Return to the model before."`
	Drop  modelDropCommand  `cmd:"" help:"Delete the vectors of a model that is not in use."`
	Prune modelPruneCommand `cmd:"" help:"Delete the vectors of texts that no episode has any more."`
}

func (modelCommand) Help() string {
	return `A change of model is made beside the answers: build the vectors of the new one, look at what
differs, use it, and go back if it was no good. Vectors of several models lie side by side.

Examples:
  segue model list
  segue model build --embedder openai --embed-model text-embedding-3-large
  segue model diff openai:text-embedding-3-large@3072
  segue model use openai:text-embedding-3-large@3072
  segue model back`
}

// modelsOf returns the models of a catalogue.
func (t *terminal) modelsOf(c catalog.Store) app.Models {
	return app.Models{Catalog: c, Log: t.log}
}

// printSwitch prints a change of the model.
func (t *terminal) printSwitch(s app.Switch, asJSON bool) error {
	if asJSON {
		return api.Write(t.stdout, s)
	}
	line := fmt.Sprintf("%s is in use already", s.Active)
	if s.Changed {
		line = fmt.Sprintf(`%s is in use, instead of %s; "segue model back" returns`, s.Active, s.Previous)
	}
	_, err := fmt.Fprintln(t.stdout, line)
	return err
}

// dropReport is what --json prints about vectors that are deleted.
type dropReport struct {
	Model   string `json:"model"`
	Vectors int    `json:"vectors"`
	Bytes   int64  `json:"bytes"`
	Deleted bool   `json:"deleted"`
}
