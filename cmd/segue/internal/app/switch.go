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

// Switch is a change of the active model, as commands print it in JSON.
type Switch struct {
	Active   string `json:"active"`
	Previous string `json:"previous"`
	// Changed is false if the model was already active.
	Changed bool `json:"changed"`
}

// Use makes the chosen model the active one. Without force, it refuses a model that does
// not answer, or that has no vectors of some episodes.
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
	return m.activate(ctx, s.withInfo(client.Info()))
}

// check returns an error if the model has no vectors of some episodes or does not answer.
func (m Models) check(ctx context.Context, client *embed.Client) error {
	a, err := Open(ctx, Options{Mode: List, Catalog: m.Catalog, Client: client, Log: m.Log})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.RequireVectors("or use --force; a server then embeds the missing episodes before it switches"); err != nil {
		return err
	}
	if err := probeModel(ctx, client); err != nil {
		return WithHint(fmt.Errorf("the model does not answer: %w", err), "with --force the model is used anyway; searches use words only until it answers")
	}
	return nil
}

// Back makes the previous model the active one. It does not connect to a model.
func (m Models) Back(ctx context.Context) (Switch, error) {
	s, err := PreviousModel(ctx, m.Catalog)
	if err != nil {
		return Switch{}, err
	}
	return m.activate(ctx, s)
}

// activate makes s the active model, and the active model the previous one. It also
// replaces an invalid setting.
func (m Models) activate(ctx context.Context, s ModelSpec) (Switch, error) {
	name, err := s.VectorName()
	if err != nil {
		return Switch{}, err
	}
	before, setting, err := ActiveModel(ctx, m.Catalog)
	invalid := err != nil && setting != ""
	switch {
	case invalid: // it cannot become the previous model
		before = ModelSpec{Embedder: Builtin}
	case err != nil:
		return Switch{}, err
	}
	change := Switch{Active: name, Changed: invalid || before != s}
	if change.Previous, err = before.VectorName(); err != nil || !change.Changed {
		return change, err
	}
	if err := storeSpec(ctx, m.Catalog, s); err != nil {
		return Switch{}, err
	}
	return change, m.Catalog.SetModel(ctx, s.String(), before.String())
}

// RequireVectors returns an error if episodes have no vectors. Its hint suggests to embed
// them, and ends with the alternative.
func (a *App) RequireVectors(alternative string) error {
	n := a.Missing()
	if n == 0 {
		return nil
	}
	return WithHint(fmt.Errorf("%d of %d episodes have no vectors of %q", n, a.Loaded.Episodes, a.model.Name),
		fmt.Sprintf("embed them with %q, %s", "segue model build "+a.model.Name, alternative))
}

// probeText is embedded to check that a model answers. probeTimeout is long enough for a
// local server to load the model.
const (
	probeText    = "podcast"
	probeTimeout = 30 * time.Second
)

// probeModel returns an error if a model does not answer.
func probeModel(ctx context.Context, m indexer.Embedder) error {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	_, err := m.Query(ctx, probeText)
	return err
}

// names returns the names of the active and of the previous model, or "" if there is no
// previous model.
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
