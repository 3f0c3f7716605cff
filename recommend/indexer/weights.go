package indexer

import (
	"context"
	"encoding/json"
	"fmt"

	"segue/recommend"
)

// WeightsKey is the catalogue's setting of the weights that were measured with a
// model.
func WeightsKey(model string) string { return "ranking/" + model }

// Settings is where weights are kept.
type Settings interface {
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// SettingsWriter keeps weights.
type SettingsWriter interface {
	SetSetting(ctx context.Context, key, value string) error
}

// ReadWeights returns the weights of a catalogue for a model. Those that it does not
// name, and all where they cannot be read, are the defaults.
func ReadWeights(ctx context.Context, c Settings, model string) (recommend.Weights, error) {
	value, ok, err := c.Setting(ctx, WeightsKey(model))
	if err != nil || !ok {
		return recommend.DefaultWeights(), err
	}
	weights, _ := parseWeights(value)
	return weights, nil
}

// parseWeights returns the defaults and an error for what are no weights.
func parseWeights(value string) (recommend.Weights, error) {
	weights := recommend.DefaultWeights()
	if err := json.Unmarshal([]byte(value), &weights); err != nil {
		return recommend.DefaultWeights(), err
	}
	for _, w := range []struct {
		name  string
		share float64
	}{
		{"search", weights.Search}, {"similar", weights.Similar}, {"spoken", weights.Spoken},
		{"people", weights.People}, {"series", weights.Series}, {"show", weights.Show},
	} {
		if w.share < 0 || w.share > 1 {
			return recommend.DefaultWeights(), fmt.Errorf("%s %v is not between 0 and 1", w.name, w.share)
		}
	}
	if weights.Feedback < 0 {
		return recommend.DefaultWeights(), fmt.Errorf("feedback %v is negative", weights.Feedback)
	}
	return weights, nil
}

// readWeights returns the weights of the catalogue, and reports once that those
// that it has are not used.
func (x *Indexer) readWeights(ctx context.Context) (recommend.Weights, error) {
	value, ok, err := x.catalog.Setting(ctx, WeightsKey(x.model))
	if err != nil || !ok {
		return recommend.DefaultWeights(), err
	}
	weights, wrong := parseWeights(value)
	if wrong != nil && wrong.Error() != x.said {
		x.said = wrong.Error()
		x.ignored(fmt.Errorf("the catalogue's setting %q is not used, the default weights are: %w", WeightsKey(x.model), wrong))
	}
	return weights, nil
}

// WriteWeights keeps weights of a model in a catalogue. Who follows the catalogue
// takes them over.
func WriteWeights(ctx context.Context, c SettingsWriter, model string, w recommend.Weights) error {
	value, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return c.SetSetting(ctx, WeightsKey(model), string(value))
}
