package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestEstimateCountsMissingVectors(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	price := 1000.
	for _, tt := range []struct {
		name   string
		budget Budget
		want   Estimate
	}{
		{"a free model", Budget{}, Estimate{Plan: embed.Plan{Passages: 2, Requests: 1}}},
		{"a paid model", Budget{USD: 2, PricePerMillion: &price}, Estimate{Plan: embed.Plan{Passages: 2, Requests: 1, Priced: true}, Budget: embed.Budget{USD: 2, USDPerMillion: price}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := open(t, Options{Mode: Plan, Catalog: c, Model: startEndpoint(t).choice(), Budget: tt.budget})
			got, err := a.Estimate(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.Tokens == 0 || got.Duration <= 0 || got.Priced != (got.USD > 0) || a.HasPrice() != got.Priced {
				t.Errorf("estimate %+v", got)
			}
			got.Tokens, got.Duration, got.USD = 0, 0, 0
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("estimate (-want +got):\n%s", d)
			}
		})
	}
	build(t, c, ModelChoice{})
	a := open(t, Options{Mode: Plan, Catalog: c})
	if got, err := a.Estimate(t.Context()); err != nil || got.Passages != 0 || got.Duration != 0 {
		t.Errorf("after embedding: %+v, %v", got, err)
	}
}

func TestBudgetForModel(t *testing.T) {
	price, free, negative := 3., 0., -1.
	for _, tt := range []struct {
		name   string
		budget Budget
		spec   ModelSpec
		want   embed.Budget
		usage  bool
	}{
		{"the built-in model is free", Budget{USD: 1, PricePerMillion: &price}, ModelSpec{Embedder: Builtin}, embed.Budget{}, false},
		{"a known price", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: DefaultModel}, embed.Budget{USD: 1, USDPerMillion: 0.02}, false},
		{"the price is set", Budget{USD: 1, PricePerMillion: &price, TokensPerMinute: 9}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"},
			embed.Budget{USD: 1, USDPerMillion: 3, TokensPerMinute: 9}, false},
		{"the price is set to 0", Budget{USD: 1, PricePerMillion: &free}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"}, embed.Budget{}, false},
		{"an unknown price", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"}, embed.Budget{}, true},
		{"a host in a private network is free", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "http://ollama:11434"}, embed.Budget{}, false},
		{"a negative price", Budget{PricePerMillion: &negative}, ModelSpec{Embedder: Builtin}, embed.Budget{}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.budget.forModel(tt.spec)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("budget (-want +got):\n%s", d)
			}
			if errors.As(err, new(UsageError)) != tt.usage || (err != nil) != tt.usage {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestIsLocal(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "::1": true, "192.168.1.7": true, "ollama": true, "Model.Local.": true, "gpu.home.arpa": true,
		"api.openai.com": false, "8.8.8.8": false, "2001:4860:4860::8888": false, "local.example": false,
	} {
		if got := isLocal(host); got != want {
			t.Errorf("isLocal(%q) = %v", host, got)
		}
	}
}
