package indexer

import (
	"context"
	"encoding/json"
	"fmt"

	"segue/recommend"
)

// WeightsKey is the catalogue's setting with the weights that were measured with a model.
func WeightsKey(model string) string { return "ranking/" + model }

// Settings reads settings of a catalogue.
type Settings interface {
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// SettingsWriter writes settings of a catalogue.
type SettingsWriter interface {
	SetSetting(ctx context.Context, key, value string) error
}

// ReadWeights returns the weights of a catalogue for a model. Weights that the setting does
// not name have their defaults, and all have if the setting is invalid.
func ReadWeights(ctx context.Context, c Settings, model string) (recommend.Weights, error) {
	value, ok, err := c.Setting(ctx, WeightsKey(model))
	if err != nil || !ok {
		return recommend.DefaultWeights(), err
	}
	weights, _ := parseWeights(value)
	return weights, nil
}

// parseWeights returns the defaults and an error if value is invalid.
func parseWeights(value string) (recommend.Weights, error) {
	weights := recommend.DefaultWeights()
	err := json.Unmarshal([]byte(value), &weights)
	if err == nil {
		err = weights.Validate()
	}
	if err != nil {
		return recommend.DefaultWeights(), err
	}
	return weights, nil
}

// readWeights returns the weights of the catalogue, and reports once that invalid ones are
// not used.
func (x *modelIndex) readWeights(ctx context.Context) (recommend.Weights, error) {
	value, ok, err := x.catalog.Setting(ctx, WeightsKey(x.model.Name))
	if err != nil || !ok {
		return recommend.DefaultWeights(), err
	}
	weights, invalid := parseWeights(value)
	if invalid != nil && invalid.Error() != x.reported {
		x.reported = invalid.Error()
		x.ignored(fmt.Errorf("invalid setting %q, using the default weights: %w", WeightsKey(x.model.Name), invalid))
	}
	return weights, nil
}

// WriteWeights stores weights of a model in a catalogue. A running [Indexer] of the catalogue
// applies them.
func WriteWeights(ctx context.Context, c SettingsWriter, model string, w recommend.Weights) error {
	value, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return c.SetSetting(ctx, WeightsKey(model), string(value))
}
