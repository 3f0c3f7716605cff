package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"segue/data/catalog"
	"segue/embed"
	"segue/embed/minilm"
	"segue/embed/openai"
	"segue/outbound"
)

// The kinds of a model.
const (
	builtin    = "builtin"
	compatible = "openai" // any endpoint that speaks the OpenAI protocol
)

// defaultModel is what an endpoint is asked for where no model is named.
const defaultModel = "text-embedding-3-small"

// modelSpec is all that it takes to embed by a model again, but for the key, which is
// kept nowhere. Its text is JSON and stands in the settings of a catalogue. A member
// that a later version adds is refused by this one, because vectors that were made
// without it would not fit.
type modelSpec struct {
	Embedder string `json:"embedder"`
	URL      string `json:"url,omitempty"`
	Model    string `json:"model,omitempty"`
	// Dimensions are those that are asked for, 0 for the model's own.
	Dimensions int `json:"dimensions,omitempty"`
	// Learned are the model's own dimensions where they are known, so that nobody has
	// to ask for them. They are not sent: many models refuse to be asked.
	Learned int `json:"learned,omitempty"`
	// Name is that of the vectors where it is known. The built-in model knows its own.
	Name string `json:"name,omitempty"`
	// QueryPrefix and PassagePrefix stand in front of questions and of passages.
	QueryPrefix   string `json:"query_prefix,omitempty"`
	PassagePrefix string `json:"passage_prefix,omitempty"`
	// Auth is how the key is sent and Batch the most texts of a request; the driver's
	// own where they are empty and 0.
	Auth  openai.Auth `json:"auth,omitempty"`
	Batch int         `json:"batch,omitempty"`
}

// path is how patiently an endpoint is asked, which is no part of the model.
type path struct {
	// attempts is how often a request is made at most, and perMinute how many are made
	// in a minute; 0 is the usual.
	attempts, perMinute int
}

// String returns what [parseSpec] reads.
func (s modelSpec) String() string {
	text, err := json.Marshal(s)
	if err != nil {
		return "" // strings and numbers have a form in JSON
	}
	return string(text)
}

// parseSpec reads the text of a spec.
func parseSpec(text string) (modelSpec, error) {
	var s modelSpec
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return modelSpec{}, fmt.Errorf("%q is no description of a model: %w", text, err)
	}
	if rest := bytes.TrimSpace([]byte(text[d.InputOffset():])); len(rest) > 0 {
		return modelSpec{}, fmt.Errorf("%q is no description of a model: %q follows it", text, rest)
	}
	switch {
	case s.Embedder != builtin && s.Embedder != compatible:
		return modelSpec{}, fmt.Errorf("%q is no description of a model: its embedder is neither %q nor %q", text, builtin, compatible)
	case s.Embedder == builtin && s != modelSpec{Embedder: builtin}:
		return modelSpec{}, fmt.Errorf("%q is no description of a model: the built-in one has no settings", text)
	case s.Embedder == compatible && s.Model == "":
		return modelSpec{}, fmt.Errorf("%q is no description of a model: it names none", text)
	case s.Dimensions < 0 || s.Learned < 0 || s.Batch < 0:
		return modelSpec{}, fmt.Errorf("%q is no description of a model: it has negative dimensions or batches", text)
	}
	return s, nil
}

// driver returns the model. An endpoint whose dimensions are known is not asked for
// anything before there is a text; another answers with its dimensions first.
func (s modelSpec) driver(ctx context.Context, by path) (embed.Driver, error) {
	switch {
	case s.Embedder == builtin:
		return minilm.New()
	case s.Dimensions > 0 || s.Learned == 0:
		return s.endpoint(ctx, s.Dimensions, by)
	}
	checked, err := s.endpoint(ctx, s.Learned, by) // this asks for nothing
	if err != nil {
		return nil, err
	}
	return newLate(checked.Info(), func(ctx context.Context) (embed.Driver, error) { return s.endpoint(ctx, 0, by) }), nil
}

// endpoint connects the model with the dimensions to ask for, 0 for its own.
func (s modelSpec) endpoint(ctx context.Context, dimensions int, by path) (embed.Driver, error) {
	driver, err := openai.Connect(ctx, s.config(dimensions, by))
	switch {
	case errors.Is(err, embed.ErrUnavailable), errors.Is(err, embed.ErrRateLimited):
		return nil, hinted{err, "the endpoint is asked for the model's dimensions first; with --embed-dimensions N nothing is asked before it is needed"}
	case err != nil:
		return nil, err
	}
	return driver, nil
}

// askingTime bounds a batch with all its repetitions: six attempts of a minute would
// be longer, but then nobody answers.
const askingTime = 5 * time.Minute

// config is how the endpoint is asked, with the dimensions to ask for.
func (s modelSpec) config(dimensions int, by path) openai.Config {
	key := ""
	for _, name := range keyVariables {
		key = cmp.Or(key, os.Getenv(name))
	}
	policy := outbound.Provider()
	policy.UserAgent, policy.PerMinute = userAgent(), by.perMinute
	policy.Attempts = cmp.Or(by.attempts, policy.Attempts)
	return openai.Config{
		BaseURL: s.URL, Key: openai.NewKey(key), Auth: s.Auth, Model: s.Model, Dimensions: dimensions, MaxBatch: s.Batch,
		HTTPClient: outbound.New(policy), Timeout: askingTime,
	}
}

// client returns the client of the model, whose vectors are kept in cache.
func (s modelSpec) client(ctx context.Context, cache embed.Cache, by path, options ...embed.Option) (*embed.Client, error) {
	driver, err := s.driver(ctx, by)
	if err != nil {
		return nil, err
	}
	return embed.NewClient(driver, cache, append(options, s.prepared())...), nil
}

// prepared puts in front of texts what the model wants there.
func (s modelSpec) prepared() embed.Option {
	return embed.WithPrepare(embed.Prepare{Query: s.QueryPrefix, Passage: s.PassagePrefix})
}

// learnt is the spec with what a connected model says of itself.
func (s modelSpec) learnt(info embed.Info) modelSpec {
	if s.Embedder == builtin {
		return s
	}
	s.Name = info.Model
	if s.Dimensions == 0 {
		s.Learned = info.Dimensions
	}
	return s
}

// name is that of the model's vectors.
func (s modelSpec) name() (string, error) {
	if s.Embedder != builtin {
		return s.Name, nil
	}
	m, err := minilm.New()
	if err != nil {
		return "", err
	}
	return m.Info().Model, nil
}

// settings are where specs are kept.
type settings interface {
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// parseChoice reads the setting of a catalogue's model; where there is none, it is
// the built-in one.
func parseChoice(value string) (modelSpec, error) {
	if value == "" {
		return modelSpec{Embedder: builtin}, nil
	}
	s, err := parseSpec(value)
	if err != nil {
		return modelSpec{}, hinted{fmt.Errorf("the catalogue's setting %q: %w", catalog.ActiveModel, err),
			`a newer version of Segue may have chosen it; update Segue, or choose a model with "segue model use"`}
	}
	return s, nil
}

// activeSpec returns the model that a catalogue is answered with, and the setting
// that says so.
func activeSpec(ctx context.Context, c settings) (s modelSpec, choice string, err error) {
	if choice, _, err = c.Setting(ctx, catalog.ActiveModel); err != nil {
		return modelSpec{}, "", err
	}
	s, err = parseChoice(choice)
	return s, choice, err
}

// specKey is the setting of how a model is asked whose vectors have a name.
func specKey(name string) string { return "model/spec/" + name }

// knownSpec returns how the model is asked whose vectors have a name; "builtin" is a
// name of the built-in one, too.
func knownSpec(ctx context.Context, c settings, name string) (modelSpec, error) {
	own := modelSpec{Embedder: builtin}
	if ownName, err := own.name(); err != nil || name == builtin || name == ownName {
		return own, err
	}
	value, ok, err := c.Setting(ctx, specKey(name))
	switch {
	case err != nil:
		return modelSpec{}, err
	case !ok:
		return modelSpec{}, usageError{hinted{fmt.Errorf("the catalogue does not know how to ask the model %q", name),
			`"segue model list" names the models; choose another with --embedder, --embed-url and --embed-model`}}
	}
	return parseSpec(value)
}
