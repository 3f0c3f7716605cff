package main

import (
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/embed/models"
	"segue/embed/openai"
)

// embedFlags are the flags of commands that embed a catalogue.
type embedFlags struct {
	modelFlags
	budgetFlags
}

// modelFlags select the model. The default is the model of the catalogue. The provider's
// key has no flag, because process lists and shell histories show flags.
type modelFlags struct {
	Embedder   string `help:"Use another model than the catalogue's: builtin, or openai for any endpoint with the API of OpenAI. The key is in SEGUE_KEY or OPENAI_API_KEY." enum:",builtin,openai" default:"" placeholder:"KIND"`
	EmbedURL   string `help:"Base URL of the endpoint; by default OpenAI." placeholder:"URL"`
	EmbedModel string `help:"Model of the endpoint; by default text-embedding-3-small." placeholder:"NAME"`
	EmbedDims  int    `help:"Number of dimensions to request; by default the model's own. Many models refuse a request for a number." name:"embed-dimensions" xor:"dimensions" placeholder:"N"`

	EmbedExpectDims int        `help:"Number of dimensions to expect, which is not sent. Another number is an error." name:"embed-expect-dimensions" xor:"dimensions" placeholder:"N"`
	EmbedLike       knownModel `help:"Known model whose prefixes and limits apply, if --embed-model is an alias of it." placeholder:"NAME"`

	EmbedQueryPrefix   string `help:"Text before queries, or none; by default the known prefix of the model." placeholder:"TEXT"`
	EmbedPassagePrefix string `help:"Text before passages, or none; by default the known prefix of the model." placeholder:"TEXT"`
	EmbedAuth          string `help:"Header for the key: bearer, or api-key for Azure; by default chosen by the host." enum:",bearer,api-key" default:"" placeholder:"KIND"`
	EmbedBatch         int    `help:"Maximum number of texts per request; by default 32." placeholder:"N"`
}

// knownModel is the value of a flag: the name of a model whose prefixes and limits are known, or
// nothing.
type knownModel string

// UnmarshalText implements encoding.TextUnmarshaler.
func (m *knownModel) UnmarshalText(text []byte) error {
	*m = knownModel(text)
	if _, known := models.Lookup(string(text)); len(text) > 0 && !known {
		return fmt.Errorf("unknown model %q; docs/embedding.md lists the known ones; set the prefixes with --embed-query-prefix and --embed-passage-prefix", text)
	}
	return nil
}

func (f modelFlags) choice() app.ModelChoice {
	return app.ModelChoice{
		Embedder: f.Embedder, URL: f.EmbedURL, Model: f.EmbedModel, Dimensions: f.EmbedDims, Expect: f.EmbedExpectDims, Like: string(f.EmbedLike),
		QueryPrefix: f.EmbedQueryPrefix, PassagePrefix: f.EmbedPassagePrefix, Auth: openai.Auth(f.EmbedAuth), Batch: f.EmbedBatch,
	}
}

// budgetFlags limit the cost of embedding and the rate of requests to an endpoint.
type budgetFlags struct {
	Budget                 float64  `help:"Maximum cost of a run in US dollars; 0 for no limit." default:"1" placeholder:"USD"`
	EmbedPrice             *float64 `help:"Price of a million tokens in US dollars; 0 for a free model. By default the known price." placeholder:"USD"`
	EmbedTokensPerMinute   int      `help:"Maximum number of tokens per minute; 0 for no limit." placeholder:"N"`
	EmbedRequestsPerMinute int      `help:"Maximum number of requests per minute; 0 for no limit." placeholder:"N"`
}

func (f budgetFlags) budget() app.Budget {
	return app.Budget{
		USD: f.Budget, PricePerMillion: f.EmbedPrice, TokensPerMinute: f.EmbedTokensPerMinute, RequestsPerMinute: f.EmbedRequestsPerMinute,
	}
}

// otherModel selects a model that need not be the current one.
type otherModel struct {
	Model string `arg:"" optional:"" help:"Name of the model, as in \"segue model list\", or builtin. Without a name, the flags select the model." name:"model"`
	Data  string `help:"File of the catalogue." default:"segue.db"`
	modelFlags
}

// Validate refuses a command without a model. Kong calls it.
func (m *otherModel) Validate() error {
	if !m.choice().IsModel() {
		return errors.New("no model; name one of \"segue model list\", or select one with --embedder")
	}
	return nil
}

func (m *otherModel) choice() app.ModelChoice {
	c := m.modelFlags.choice()
	c.Name = m.Model
	return c
}
