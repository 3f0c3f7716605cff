package app

import (
	"cmp"
	"context"

	"segue/data/catalog"
	"segue/embed"
	"segue/embed/models"
	"segue/embed/openai"
)

// DefaultModel is the model of an endpoint if the user names none.
const DefaultModel = "text-embedding-3-small"

// NoPrefix is the value of a prefix option that turns off the model's known prefix. An
// empty option keeps the known prefix.
const NoPrefix = "none"

// ModelChoice is the user's choice of a model: another model, or changes to the active
// model of the catalogue. The zero value selects the active model.
type ModelChoice struct {
	// Name selects a stored model by the name of its vectors. It takes precedence over
	// Embedder and Model.
	Name                 string
	Embedder, URL, Model string
	// Dimensions is the number of dimensions to request, Expect the number to expect; 0 means any.
	Dimensions, Expect int
	// Like is the name of a known model whose prefixes apply; empty means the name of the model.
	Like                       string
	QueryPrefix, PassagePrefix string
	Auth                       openai.Auth
	Batch                      int
}

// IsModel reports whether m selects another model. The other fields alone only change
// the active model, if it has an endpoint.
func (m ModelChoice) IsModel() bool { return m.Name != "" || m.Embedder != "" || m.Model != "" }

// Resolve returns the chosen model, or else the active model of the catalogue. It also
// returns the value of [catalog.ActiveModel].
func (m ModelChoice) Resolve(ctx context.Context, c Settings) (s ModelSpec, setting string, err error) {
	active, setting, err := ActiveModel(ctx, c)
	switch {
	case m.Name != "":
		s, err = StoredModel(ctx, c, m.Name)
		return m.change(s), setting, err
	case m.IsModel():
		return m.spec(ModelSpec{}), setting, nil // even if the catalogue's setting is invalid
	}
	return m.spec(active), setting, err
}

// Client connects the chosen model, or else the active model of the catalogue, without a
// budget.
func (m ModelChoice) Client(ctx context.Context, c catalog.Store) (*embed.Client, error) {
	s, _, err := m.Resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.Client(ctx, c)
}

// spec returns the chosen model, or else the active model with the changes of the choice.
func (m ModelChoice) spec(active ModelSpec) ModelSpec {
	switch {
	case m.Embedder == Builtin:
		return ModelSpec{Embedder: Builtin}
	case m.IsModel():
		model := cmp.Or(m.Model, DefaultModel)
		known, _ := models.Lookup(cmp.Or(m.Like, model))
		return ModelSpec{
			Embedder: OpenAI, URL: m.URL, Model: model, Dimensions: m.Dimensions, KnownDimensions: m.expected(), Auth: m.Auth, Batch: m.Batch,
			QueryPrefix:   prefix(m.QueryPrefix, known.Prepare.Query),
			PassagePrefix: prefix(m.PassagePrefix, known.Prepare.Passage),
		}
	}
	return m.change(active)
}

// expected returns the number of dimensions to expect and not to request, or 0.
func (m ModelChoice) expected() int {
	if m.Dimensions > 0 {
		return 0
	}
	return m.Expect
}

// prefix returns the chosen prefix, or the known prefix of the model.
func prefix(chosen, known string) string {
	if chosen == NoPrefix {
		return ""
	}
	return cmp.Or(chosen, known)
}

// change returns s with the address, dimensions, prefixes, key format and batch size of
// the choice, if s has an endpoint. The name is reset if the vectors will differ.
func (m ModelChoice) change(s ModelSpec) ModelSpec {
	if s.IsBuiltin() {
		return s
	}
	s.URL = cmp.Or(m.URL, s.URL)
	if m.Dimensions != 0 && m.Dimensions != s.Dimensions {
		s.Dimensions, s.KnownDimensions, s.Name = m.Dimensions, 0, ""
	}
	if expected := m.expected(); expected != 0 && expected != s.dimensions() {
		s.Dimensions, s.KnownDimensions, s.Name = 0, expected, ""
	}
	before := s
	if known, ok := models.Lookup(m.Like); ok {
		s.QueryPrefix, s.PassagePrefix = known.Prepare.Query, known.Prepare.Passage
	}
	s.QueryPrefix, s.PassagePrefix = prefix(m.QueryPrefix, s.QueryPrefix), prefix(m.PassagePrefix, s.PassagePrefix)
	if s != before {
		s.Name = ""
	}
	s.Auth, s.Batch = cmp.Or(m.Auth, s.Auth), cmp.Or(m.Batch, s.Batch)
	return s
}
