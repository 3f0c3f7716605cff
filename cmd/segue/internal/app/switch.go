package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"segue/data/catalog"
	"segue/embed"
	"segue/recommend/indexer"
)

// Models lists and changes the models of a catalogue.
type Models struct {
	Catalog catalog.Store
	Log     *slog.Logger
}

// Switch is a change of a catalogue's model, as commands print it in JSON.
type Switch struct {
	Active   string `json:"active"`
	Previous string `json:"previous"`
	// Changed is false if the model was active already.
	Changed bool `json:"changed"`
}

// Use makes the chosen model the active one of a catalogue. Unless it is forced,
// it refuses a model that does not answer, or that has no vectors of some episodes.
func (m Models) Use(ctx context.Context, choice ModelChoice, force bool) (Switch, error) {
	s, _, err := choice.Resolve(ctx, m.Catalog)
	if err != nil {
		return Switch{}, err
	}
	client, err := s.Client(ctx, m.Catalog)
	if err != nil {
		return Switch{}, err
	}
	if !force {
		if err := m.check(ctx, client); err != nil {
			return Switch{}, err
		}
	}
	return m.activate(ctx, s.learn(client.Info()))
}

// check returns why a model should not become active, or nil.
func (m Models) check(ctx context.Context, client *embed.Client) error {
	a, err := Open(ctx, Options{Mode: List, Catalog: m.Catalog, Client: client, Log: m.Log})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.RequireVectors("with --force it is used all the same, and a server embeds what is missing first"); err != nil {
		return err
	}
	if err := probeModel(ctx, client); err != nil {
		return WithHint(fmt.Errorf("the model does not answer: %w", err), "with --force it is used all the same, and searches are answered by words until it answers")
	}
	return nil
}

// Back makes the previous model of a catalogue the active one. It connects no
// model.
func (m Models) Back(ctx context.Context) (Switch, error) {
	s, err := PreviousModel(ctx, m.Catalog)
	if err != nil {
		return Switch{}, err
	}
	return m.activate(ctx, s)
}

// activate makes s the active model of a catalogue, and stores the one before.
func (m Models) activate(ctx context.Context, s ModelSpec) (Switch, error) {
	name, err := s.VectorName()
	if err != nil {
		return Switch{}, err
	}
	before, setting, err := ActiveModel(ctx, m.Catalog)
	switch {
	case err != nil && setting == "":
		return Switch{}, err
	case err != nil: // nothing can go back to a model that cannot be read
		before = ModelSpec{Embedder: Builtin}
	}
	change := Switch{Active: name, Changed: before != s}
	if change.Previous, err = before.VectorName(); err != nil || !change.Changed {
		return change, err
	}
	if err := storeSpec(ctx, m.Catalog, s); err != nil {
		return Switch{}, err
	}
	return change, m.Catalog.SetModel(ctx, s.String(), before.String())
}

// RequireVectors is an error if episodes have no vectors; otherwise is the end of its
// hint.
func (a *App) RequireVectors(otherwise string) error {
	n := a.Missing()
	if n == 0 {
		return nil
	}
	return WithHint(fmt.Errorf("%d of %d episodes have no vectors of %q yet", n, a.Loaded.Episodes, a.model.Name),
		fmt.Sprintf("complete them with %q; %s", "segue model build "+a.model.Name, otherwise))
}

// probeText is embedded to see whether a model answers. probeTimeout leaves a local
// server the time to load the model.
const (
	probeText    = "podcast"
	probeTimeout = 30 * time.Second
)

// probeModel returns why a model does not answer, or nil.
func probeModel(ctx context.Context, m indexer.Embedder) error {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	_, err := m.Query(ctx, probeText)
	return err
}

// names are the names of the active and of the previous model of a catalogue,
// which are empty if there is none.
func (m Models) names(ctx context.Context) (active, previous string, err error) {
	s, _, err := ActiveModel(ctx, m.Catalog)
	if err != nil {
		return "", "", err
	}
	if active, err = s.VectorName(); err != nil {
		return "", "", err
	}
	switch s, err = PreviousModel(ctx, m.Catalog); {
	case err == nil:
		previous, err = s.VectorName()
	case errors.Is(err, ErrNoPreviousModel):
		err = nil
	}
	return active, previous, err
}
