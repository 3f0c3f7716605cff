package app

import (
	"cmp"
	"context"

	"segue/data/catalog"
	"segue/embed"
	"segue/embed/models"
	"segue/embed/openai"
)

// DefaultModel is requested from an endpoint if no model is named.
const DefaultModel = "text-embedding-3-small"

// NoPrefix as a prefix means that nothing is put in front of a text. An empty prefix
// means the usual one of the model.
const NoPrefix = "none"

// ModelChoice is the user's choice of a model: a whole one, or changes to the
// catalogue's model. The zero value changes nothing.
type ModelChoice struct {
	// Name is the name of vectors that the catalogue has. It wins over Embedder and
	// Model.
	Name                       string
	Embedder, URL, Model       string
	Dimensions                 int
	QueryPrefix, PassagePrefix string
	Auth                       openai.Auth
	Batch                      int
}

// IsModel reports whether it chooses a model. An address and dimensions alone do not:
// they change how the catalogue's model is used, if that has an endpoint.
func (m ModelChoice) IsModel() bool { return m.Name != "" || m.Embedder != "" || m.Model != "" }

// Resolve returns the chosen model, or else the active one of the catalogue. It also
// returns the catalogue's setting.
func (m ModelChoice) Resolve(ctx context.Context, c Settings) (s ModelSpec, setting string, err error) {
	active, setting, err := ActiveModel(ctx, c)
	switch {
	case m.Name != "":
		s, err = StoredModel(ctx, c, m.Name)
		return m.change(s), setting, err
	case m.IsModel():
		return m.spec(ModelSpec{}), setting, nil // also if the catalogue's choice cannot be read
	}
	return m.spec(active), setting, err
}

// Client connects the chosen model, or else the active one of the catalogue, without a
// budget.
func (m ModelChoice) Client(ctx context.Context, c catalog.Store) (*embed.Client, error) {
	s, _, err := m.Resolve(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.Client(ctx, c)
}

// spec is the chosen model, or else active with the changes of the choice.
func (m ModelChoice) spec(active ModelSpec) ModelSpec {
	switch {
	case m.Embedder == Builtin:
		return ModelSpec{Embedder: Builtin}
	case m.IsModel():
		model := cmp.Or(m.Model, DefaultModel)
		known, _ := models.Lookup(model)
		return ModelSpec{
			Embedder: OpenAI, URL: m.URL, Model: model, Dimensions: m.Dimensions, Auth: m.Auth, Batch: m.Batch,
			QueryPrefix:   prefix(m.QueryPrefix, known.Prepare.Query),
			PassagePrefix: prefix(m.PassagePrefix, known.Prepare.Passage),
		}
	}
	return m.change(active)
}

// prefix is the chosen prefix, or the usual one if none is chosen.
func prefix(chosen, usual string) string {
	if chosen == NoPrefix {
		return ""
	}
	return cmp.Or(chosen, usual)
}

// change applies the address, the dimensions and the other values of the choice to a model
// that has an endpoint. If the vectors will differ, their name is no longer known.
func (m ModelChoice) change(s ModelSpec) ModelSpec {
	if s.IsBuiltin() {
		return s
	}
	s.URL = cmp.Or(m.URL, s.URL)
	if m.Dimensions != 0 && m.Dimensions != s.Dimensions {
		s.Dimensions, s.Learned, s.Name = m.Dimensions, 0, ""
	}
	before := s
	s.QueryPrefix, s.PassagePrefix = prefix(m.QueryPrefix, s.QueryPrefix), prefix(m.PassagePrefix, s.PassagePrefix)
	if s != before {
		s.Name = ""
	}
	s.Auth, s.Batch = cmp.Or(m.Auth, s.Auth), cmp.Or(m.Batch, s.Batch)
	return s
}
