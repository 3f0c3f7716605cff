package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestAnEstimateCountsWhatIsMissing(t *testing.T) {
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
		{"at no price", Budget{}, Estimate{Plan: embed.Plan{Passages: 2, Requests: 1}}},
		{"at a price", Budget{USD: 2, PricePerMillion: &price}, Estimate{Plan: embed.Plan{Passages: 2, Requests: 1, Priced: true}, Budget: embed.Budget{USD: 2, USDPerMillion: price}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := open(t, Options{Mode: Plan, Catalog: c, Model: startEndpoint(t).choice(), Budget: tt.budget})
			got, err := a.Estimate(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.Tokens == 0 || got.Took <= 0 || got.Priced != (got.USD > 0) || a.HasPrice() != got.Priced {
				t.Errorf("estimate %+v", got)
			}
			got.Tokens, got.Took, got.USD = 0, 0, 0
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("estimate (-want +got):\n%s", d)
			}
		})
	}
	build(t, c, ModelChoice{})
	a := open(t, Options{Mode: Plan, Catalog: c})
	if got, err := a.Estimate(t.Context()); err != nil || got.Passages != 0 || got.Took != 0 {
		t.Errorf("after everything is embedded: %+v, %v", got, err)
	}
}

func TestBudgets(t *testing.T) {
	price, free, negative := 3., 0., -1.
	for _, tt := range []struct {
		name   string
		budget Budget
		spec   ModelSpec
		want   embed.Budget
		usage  bool
	}{
		{"the built-in model costs nothing", Budget{USD: 1, PricePerMillion: &price}, ModelSpec{Embedder: Builtin}, embed.Budget{}, false},
		{"a known price", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: DefaultModel}, embed.Budget{USD: 1, USDPerMillion: 0.02}, false},
		{"a given price", Budget{USD: 1, PricePerMillion: &price, TokensPerMinute: 9}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"},
			embed.Budget{USD: 1, USDPerMillion: 3, TokensPerMinute: 9}, false},
		{"no price is given", Budget{USD: 1, PricePerMillion: &free}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"}, embed.Budget{}, false},
		{"an unknown price", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "https://models.example"}, embed.Budget{}, true},
		{"a host in the same network costs nothing", Budget{USD: 1}, ModelSpec{Embedder: OpenAI, Model: "m", URL: "http://ollama:11434"}, embed.Budget{}, false},
		{"a negative price", Budget{PricePerMillion: &negative}, ModelSpec{Embedder: Builtin}, embed.Budget{}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.budget.of(tt.spec)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("budget (-want +got):\n%s", d)
			}
			if errors.As(err, new(UsageError)) != tt.usage || (err != nil) != tt.usage {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestLocalHosts(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "::1": true, "192.168.1.7": true, "ollama": true, "Model.Local.": true, "gpu.home.arpa": true,
		"api.openai.com": false, "8.8.8.8": false, "2001:4860:4860::8888": false, "local.example": false,
	} {
		if got := isLocal(host); got != want {
			t.Errorf("isLocal(%q) = %v", host, got)
		}
	}
}
