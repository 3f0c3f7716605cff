package main

import (
	"errors"

	"segue/cmd/segue/internal/app"
	"segue/embed/openai"
)

// embedFlags are the flags of commands that embed a catalogue.
type embedFlags struct {
	modelFlags
	budgetFlags
}

// modelFlags choose the model. Without them it is the model of the catalogue. The
// provider's key is not a flag: flags are visible in process lists and shell histories.
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

func (f modelFlags) choice() app.ModelChoice {
	return app.ModelChoice{
		Embedder: f.Embedder, URL: f.EmbedURL, Model: f.EmbedModel, Dimensions: f.EmbedDims,
		QueryPrefix: f.EmbedQueryPrefix, PassagePrefix: f.EmbedPassagePrefix, Auth: openai.Auth(f.EmbedAuth), Batch: f.EmbedBatch,
	}
}

// budgetFlags bound what embedding may cost and how fast an endpoint receives requests.
type budgetFlags struct {
	Budget                 float64  `help:"Most US dollars that embedding may cost in one run; 0 for any number." default:"1" placeholder:"USD"`
	EmbedPrice             *float64 `help:"US dollars for a million tokens, where what is known is not right; 0 for none." placeholder:"USD"`
	EmbedTokensPerMinute   int      `help:"Most tokens to send in a minute; 0 for any number." placeholder:"N"`
	EmbedRequestsPerMinute int      `help:"Most requests to make in a minute; 0 for any number." placeholder:"N"`
}

func (f budgetFlags) budget() app.Budget {
	return app.Budget{
		USD: f.Budget, PricePerMillion: f.EmbedPrice, TokensPerMinute: f.EmbedTokensPerMinute, RequestsPerMinute: f.EmbedRequestsPerMinute,
	}
}

// otherModel chooses a model that need not be active.
type otherModel struct {
	Model string `arg:"" optional:"" help:"Name of its vectors, as \"segue model list\" prints it, or builtin; else the flags choose." name:"model"`
	Data  string `help:"File of the catalogue." default:"segue.db"`
	modelFlags
}

// Validate refuses a command without a model; kong calls it.
func (m *otherModel) Validate() error {
	if !m.choice().IsModel() {
		return errors.New("no model is given; name one of \"segue model list\", or choose it with --embedder")
	}
	return nil
}

func (m *otherModel) choice() app.ModelChoice {
	c := m.modelFlags.choice()
	c.Name = m.Model
	return c
}
