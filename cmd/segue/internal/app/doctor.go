package app

import (
	"context"

	"segue/embed"
	"segue/embed/doctor"
)

// CheckModel checks the chosen model, or else the active model of the catalogue, which
// need not exist. It returns the model's name and the checks.
func CheckModel(ctx context.Context, source Source, m ModelChoice, pricePerMillion *float64) (name string, checks []doctor.Check, err error) {
	spec, err := modelOf(ctx, source, m)
	if err != nil {
		return "", nil, err
	}
	setup := doctor.Setup{Prepare: embed.Prepare{Query: spec.QueryPrefix, Passage: spec.PassagePrefix}, USDPerMillion: pricePerMillion}
	name = spec.Model
	if spec.IsBuiltin() {
		if setup.Driver, err = spec.Driver(ctx, RequestLimits{}); err != nil {
			return "", nil, err
		}
		name = setup.Driver.Info().Model
	} else {
		config := spec.config(spec.Dimensions, RequestLimits{Attempts: 1}) // repeated attempts would hide an occasional error
		setup.Endpoint = &config
	}
	return name, doctor.Examine(ctx, setup), ctx.Err()
}

// modelOf returns the chosen model, or else the active model of the catalogue. It does
// not create a catalogue.
func modelOf(ctx context.Context, source Source, m ModelChoice) (ModelSpec, error) {
	if !source.Exists() {
		return m.spec(ModelSpec{Embedder: Builtin}), nil
	}
	c, err := OpenCatalog(ctx, source)
	if err != nil {
		return ModelSpec{}, err
	}
	defer c.Close()
	spec, _, err := m.Resolve(ctx, c)
	return spec, err
}
