package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"segue/embed"
	"segue/embed/doctor"
	"segue/recommend"
	"segue/recommend/vectors"
)

// DoctorOptions are the options of [Examine].
type DoctorOptions struct {
	// Source is the catalogue, which need not exist.
	Source Source
	// Model selects the model, by default the active model of the catalogue.
	Model ModelChoice
	// Engine is the engine that compares vectors, as in [Options].
	Engine vectors.Engine
	// PricePerMillion is the price of a million tokens in US dollars. Nil selects the known
	// price.
	PricePerMillion *float64
	Log             *slog.Logger // may be nil
	// Progress is called before each check, as in [doctor.Setup]. It may be nil.
	Progress func(check string, done, total int)
}

// Examine checks the model, and then the engine. It returns the model's name and the checks.
func Examine(ctx context.Context, o DoctorOptions) (name string, checks []doctor.Check, err error) {
	if name, checks, err = checkModel(ctx, o); err != nil {
		return name, checks, err
	}
	engine, err := checkEngine(ctx, o, checks)
	return name, append(checks, engine), err
}

func checkModel(ctx context.Context, o DoctorOptions) (name string, checks []doctor.Check, err error) {
	spec, err := modelOf(ctx, o.Source, o.Model)
	if err != nil {
		return "", nil, err
	}
	setup := doctor.Setup{Prepare: embed.Prepare{Query: spec.QueryPrefix, Passage: spec.PassagePrefix}, USDPerMillion: o.PricePerMillion,
		Like: o.Model.Like, Expected: o.Model.Expect, Progress: o.Progress}
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

// checkEngine reports the engine that compares the vectors of the catalogue. It reads them
// only if the checks of the model did not fail.
func checkEngine(ctx context.Context, o DoctorOptions, model []doctor.Check) (doctor.Check, error) {
	c := doctor.Check{Name: "engine", Status: doctor.Skipped, Detail: "not checked"}
	switch {
	case slices.ContainsFunc(model, func(m doctor.Check) bool { return m.Status == doctor.Failed }):
		return c, nil
	case !o.Source.Exists():
		c.Detail = "there is no catalogue yet"
		return c, nil
	}
	status, err := statusOf(ctx, o)
	if err != nil {
		return c, err
	}
	c.Status = doctor.OK
	c.Detail = fmt.Sprintf("%s, for %d passages with vectors; auto uses %s for up to %d passages and %s above",
		status.Retrieval, status.Passages, vectors.Chromem, vectors.ChromemLimit, vectors.Packed)
	return c, nil
}

// statusOf reads the catalogue with the vectors of the model and returns the state of the engine.
func statusOf(ctx context.Context, o DoctorOptions) (recommend.Status, error) {
	c, err := OpenCatalog(ctx, o.Source)
	if err != nil {
		return recommend.Status{}, err
	}
	defer c.Close()
	client, err := o.Model.Client(ctx, c)
	if err != nil {
		return recommend.Status{}, err
	}
	a, err := Open(ctx, Options{Mode: List, Catalog: c, Client: client, Engine: o.Engine, Log: o.Log})
	if err != nil {
		return recommend.Status{}, err
	}
	defer a.Close()
	return a.Engine.Status(), nil
}
