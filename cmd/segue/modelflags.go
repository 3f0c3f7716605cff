package main

import (
	"cmp"
	"context"

	"segue/embed/models"
	"segue/embed/openai"
)

// embedFlags are those of commands that embed a catalogue.
type embedFlags struct {
	modelFlags
	spendFlags
}

// modelFlags choose what turns text into vectors. Without them it is the model of the
// catalogue.
type modelFlags struct {
	Embedder   string `help:"Model instead of the catalogue's: builtin needs nothing; openai asks any OpenAI-compatible endpoint, with the key in SEGUE_KEY or OPENAI_API_KEY." enum:",builtin,openai" default:"" placeholder:"KIND"`
	EmbedURL   string `help:"Base URL of the endpoint; OpenAI's own if empty." placeholder:"URL"`
	EmbedModel string `help:"Model to ask the endpoint for; text-embedding-3-small if empty." placeholder:"NAME"`
	EmbedDims  int    `help:"Dimensions to ask for; the model's own if 0." name:"embed-dimensions" placeholder:"N"`

	EmbedQueryPrefix   string `help:"Text in front of questions; what is known of the model if empty, nothing if none." placeholder:"TEXT"`
	EmbedPassagePrefix string `help:"Text in front of passages; what is known of the model if empty, nothing if none." placeholder:"TEXT"`
	EmbedAuth          string `help:"How the key is sent: bearer, api-key as Azure wants it, or by the host if empty." enum:",bearer,api-key" default:"" placeholder:"KIND"`
	EmbedBatch         int    `help:"Most texts of a request; 32 if 0." placeholder:"N"`
}

// keyVariables hold the provider's key, the first that is set. A key is no
// flag: flags are seen in process lists and shell histories.
var keyVariables = []string{"SEGUE_KEY", "OPENAI_API_KEY"}

// chosen reports whether the flags choose a model. The address and the dimensions
// alone choose none: they say how to ask the catalogue's, if that has an endpoint.
func (f modelFlags) chosen() bool { return f.Embedder != "" || f.EmbedModel != "" }

// spec is the model of the flags, or that of a catalogue.
func (f modelFlags) spec(catalogues modelSpec) modelSpec {
	switch {
	case f.Embedder == builtin:
		return modelSpec{Embedder: builtin}
	case f.chosen():
		model := cmp.Or(f.EmbedModel, defaultModel)
		known, _ := models.Lookup(model)
		return modelSpec{
			Embedder: compatible, URL: f.EmbedURL, Model: model, Dimensions: f.EmbedDims, Auth: openai.Auth(f.EmbedAuth), Batch: f.EmbedBatch,
			QueryPrefix:   prefix(f.EmbedQueryPrefix, known.Prepare.Query),
			PassagePrefix: prefix(f.EmbedPassagePrefix, known.Prepare.Passage),
		}
	}
	return f.moved(catalogues)
}

// noPrefix says that nothing is put in front of a text.
const noPrefix = "none"

// prefix is the one of a flag, or the usual one where the flag is empty.
func prefix(flag, usual string) string {
	if flag == noPrefix {
		return ""
	}
	return cmp.Or(flag, usual)
}

// moved is a model where and as the flags ask for it, if it has an endpoint.
func (f modelFlags) moved(s modelSpec) modelSpec {
	if s.Embedder == builtin {
		return s
	}
	s.URL = cmp.Or(f.EmbedURL, s.URL)
	if f.EmbedDims != 0 && f.EmbedDims != s.Dimensions {
		s.Dimensions, s.Learned, s.Name = f.EmbedDims, 0, ""
	}
	before := s
	s.QueryPrefix, s.PassagePrefix = prefix(f.EmbedQueryPrefix, s.QueryPrefix), prefix(f.EmbedPassagePrefix, s.PassagePrefix)
	if s != before {
		s.Name = ""
	}
	s.Auth, s.Batch = cmp.Or(openai.Auth(f.EmbedAuth), s.Auth), cmp.Or(f.EmbedBatch, s.Batch)
	return s
}

// resolve is the model of the flags, or else that of c, with what c has chosen.
func (f modelFlags) resolve(ctx context.Context, c settings) (s modelSpec, choice string, err error) {
	active, choice, err := activeSpec(ctx, c)
	if f.chosen() {
		return f.spec(modelSpec{}), choice, nil // also where the catalogue's cannot be read
	}
	return f.spec(active), choice, err
}
