package app

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog"
)

// Settings reads the settings of a catalogue.
type Settings interface {
	// Setting returns the value of a setting, and whether it is set.
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// ActiveModel returns the active model of a catalogue, and the value of the setting. The
// default is the built-in model.
func ActiveModel(ctx context.Context, c Settings) (s ModelSpec, setting string, err error) {
	if setting, _, err = c.Setting(ctx, catalog.ActiveModel); err != nil {
		return ModelSpec{}, "", err
	}
	s, err = parseActive(setting)
	return s, setting, err
}

// parseActive parses the value of [catalog.ActiveModel].
func parseActive(value string) (ModelSpec, error) {
	if value == "" {
		return ModelSpec{Embedder: Builtin}, nil
	}
	s, err := ParseModelSpec(value)
	if err != nil {
		return ModelSpec{}, WithHint(fmt.Errorf("setting %q of the catalogue: %w", catalog.ActiveModel, err),
			`a newer version of Segue may have stored it; update Segue, or select a model with "segue model use"`)
	}
	return s, nil
}

// ErrNoPreviousModel is returned if the catalogue's model was never changed.
var ErrNoPreviousModel = errors.New("there is no previous model")

// PreviousModel returns the model that was active before the last change.
func PreviousModel(ctx context.Context, c Settings) (ModelSpec, error) {
	value, _, err := c.Setting(ctx, catalog.PreviousModel)
	switch {
	case err != nil:
		return ModelSpec{}, err
	case value == "":
		return ModelSpec{}, WithHint(ErrNoPreviousModel, `"segue model use" switches to another model`)
	}
	s, err := ParseModelSpec(value)
	if err != nil {
		return ModelSpec{}, WithHint(fmt.Errorf("setting %q of the catalogue: %w", catalog.PreviousModel, err), `select a model with "segue model use"`)
	}
	return s, nil
}

// specKey returns the key of the setting that holds the specification of the model with
// this vector name.
func specKey(name string) string { return "model/spec/" + name }

// storeSpec stores the specification of a model.
func storeSpec(ctx context.Context, c catalog.Store, s ModelSpec) error {
	if s.IsBuiltin() {
		return nil
	}
	return c.SetSetting(ctx, specKey(s.Name), s.String())
}

// StoredModel returns the specification of the model whose vectors have this name. "builtin" is
// another name of the built-in model.
func StoredModel(ctx context.Context, c Settings, name string) (ModelSpec, error) {
	s, ok, err := storedSpec(ctx, c, name)
	if err == nil && !ok {
		err = UsageError{WithHint(fmt.Errorf("unknown model %q", name),
			`"segue model list" lists the models; select a new one with --embedder, --embed-url and --embed-model`)}
	}
	return s, err
}

// storedSpec is like StoredModel, but returns false if the model is unknown.
func storedSpec(ctx context.Context, c Settings, name string) (s ModelSpec, ok bool, err error) {
	own := ModelSpec{Embedder: Builtin}
	if ownName, err := own.VectorName(); err != nil || name == Builtin || name == ownName {
		return own, err == nil, err
	}
	value, ok, err := c.Setting(ctx, specKey(name))
	if err != nil || !ok {
		return ModelSpec{}, false, err
	}
	s, err = ParseModelSpec(value)
	return s, true, err
}

// passagePrefix returns the passage prefix of the model whose vectors have this name. A model
// without a stored specification is older than prefixes and has none.
func passagePrefix(ctx context.Context, c Settings, name string) (string, error) {
	s, _, err := storedSpec(ctx, c, name)
	return s.PassagePrefix, err
}
