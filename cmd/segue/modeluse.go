package main

import (
	"context"
	"fmt"

	"segue/data/catalog"
	"segue/recommend/words"
	"segue/server/api"
)

type modelUseCommand struct {
	otherModel
	Force bool `help:"Also where vectors are missing or the model does not answer now."`
	JSON  bool `help:"Print what was done as JSON." name:"json"`
}

func (modelUseCommand) Help() string {
	return `All commands without --embedder use the model from then on. A server that runs on the catalogue
changes within a second or two: first it reads the vectors, then searches and episodes change together.

Examples:
  segue model use openai:text-embedding-3-large@3072
  segue model use builtin --data shows.db
  segue model use --embedder openai --embed-model nomic-embed-text --embed-url http://127.0.0.1:11434`
}

// useReport is what --json prints of a change.
type useReport struct {
	Active   string `json:"active"`
	Previous string `json:"previous"`
	// Changed is false where the model was in use already.
	Changed bool `json:"changed"`
}

func (r useReport) print(t *terminal, asJSON bool) error {
	if asJSON {
		return api.Write(t.stdout, r)
	}
	line := fmt.Sprintf("%s is in use already", r.Active)
	if r.Changed {
		line = fmt.Sprintf(`%s is in use, instead of %s; "segue model back" returns`, r.Active, r.Previous)
	}
	_, err := fmt.Fprintln(t.stdout, line)
	return err
}

func (cmd *modelUseCommand) Run(ctx context.Context, t *terminal) error {
	c, s, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	s, err = cmd.checked(ctx, t, c, s)
	if err != nil {
		return err
	}
	r, err := use(ctx, c, s)
	if err != nil {
		return err
	}
	return r.print(t, cmd.JSON)
}

// checked returns the model with what is learnt of it, if it may be used.
func (cmd *modelUseCommand) checked(ctx context.Context, t *terminal, c catalog.Store, s modelSpec) (modelSpec, error) {
	client, err := s.client(ctx, c, path{})
	if err != nil {
		return s, err
	}
	s = s.learnt(client.Info())
	if cmd.Force {
		return s, nil
	}
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		return s, err
	}
	defer w.Close()
	m, err := newCandidate(ctx, t, c, w, client, false)
	if err != nil {
		return s, err
	}
	if err := m.missing("with --force it is used all the same, and a server embeds what is missing first"); err != nil {
		return s, err
	}
	if err := answers(ctx, client); err != nil {
		return s, hinted{fmt.Errorf("the model does not answer: %w", err), "with --force it is used all the same, and searches are answered by words until it answers"}
	}
	return s, nil
}

// use makes s the model of a catalogue, and remembers the one before.
func use(ctx context.Context, c catalog.Store, s modelSpec) (useReport, error) {
	name, err := s.name()
	if err != nil {
		return useReport{}, err
	}
	before, choice, err := activeSpec(ctx, c)
	switch {
	case err != nil && choice == "":
		return useReport{}, err
	case err != nil: // what cannot be read is nothing to go back to
		before = modelSpec{Embedder: builtin}
	}
	r := useReport{Active: name, Changed: before != s}
	if r.Previous, err = before.name(); err != nil || !r.Changed {
		return r, err
	}
	if err := remember(ctx, c, s); err != nil {
		return useReport{}, err
	}
	return r, c.SetModel(ctx, s.String(), before.String())
}
