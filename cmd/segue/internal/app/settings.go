package app

import (
	"context"
	"errors"
	"fmt"

	"segue/data/catalog"
)

// Settings are the settings of a catalogue.
type Settings interface {
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// ActiveModel returns the model that a catalogue has chosen, and the value of the
// setting. A catalogue without a choice uses the built-in model.
func ActiveModel(ctx context.Context, c Settings) (s ModelSpec, setting string, err error) {
	if setting, _, err = c.Setting(ctx, catalog.ActiveModel); err != nil {
		return ModelSpec{}, "", err
	}
	s, err = parseActive(setting)
	return s, setting, err
}

// parseActive reads the value of [catalog.ActiveModel].
func parseActive(value string) (ModelSpec, error) {
	if value == "" {
		return ModelSpec{Embedder: Builtin}, nil
	}
	s, err := ParseModelSpec(value)
	if err != nil {
		return ModelSpec{}, WithHint(fmt.Errorf("the catalogue's setting %q: %w", catalog.ActiveModel, err),
			`a newer version of Segue may have chosen it; update Segue, or choose a model with "segue model use"`)
	}
	return s, nil
}

// ErrNoPreviousModel means that the model of a catalogue was never changed.
var ErrNoPreviousModel = errors.New("there is no model to go back to")

// PreviousModel returns the model that was active before the last change.
func PreviousModel(ctx context.Context, c Settings) (ModelSpec, error) {
	value, _, err := c.Setting(ctx, catalog.PreviousModel)
	switch {
	case err != nil:
		return ModelSpec{}, err
	case value == "":
		return ModelSpec{}, WithHint(ErrNoPreviousModel, `"segue model use" changes the model`)
	}
	s, err := ParseModelSpec(value)
	if err != nil {
		return ModelSpec{}, WithHint(fmt.Errorf("the catalogue's setting %q: %w", catalog.PreviousModel, err), `choose a model with "segue model use"`)
	}
	return s, nil
}

// specKey is the key of the setting with the specification of the model whose vectors
// have a name.
func specKey(name string) string { return "model/spec/" + name }

// storeSpec stores a specification under the name of the model's vectors.
func storeSpec(ctx context.Context, c catalog.Store, s ModelSpec) error {
	if s.IsBuiltin() {
		return nil
	}
	return c.SetSetting(ctx, specKey(s.Name), s.String())
}

// StoredModel returns the specification of the model whose vectors have a name. The
// built-in model is also called "builtin".
func StoredModel(ctx context.Context, c Settings, name string) (ModelSpec, error) {
	own := ModelSpec{Embedder: Builtin}
	if ownName, err := own.VectorName(); err != nil || name == Builtin || name == ownName {
		return own, err
	}
	value, ok, err := c.Setting(ctx, specKey(name))
	switch {
	case err != nil:
		return ModelSpec{}, err
	case !ok:
		return ModelSpec{}, UsageError{WithHint(fmt.Errorf("the catalogue does not know how to ask the model %q", name),
			`"segue model list" names the models; choose another with --embedder, --embed-url and --embed-model`)}
	}
	return ParseModelSpec(value)
}

// passagePrefix is what the model whose vectors have a name puts in front of passages.
// A model without a stored specification was used before there were prefixes.
func passagePrefix(ctx context.Context, c Settings, name string) (string, error) {
	value, ok, err := c.Setting(ctx, specKey(name))
	if err != nil || !ok {
		return "", err
	}
	s, err := ParseModelSpec(value)
	return s.PassagePrefix, err
}
