package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModelChoiceSpec(t *testing.T) {
	stored := ModelSpec{Embedder: OpenAI, URL: "http://a", Model: "m", KnownDimensions: 8, Name: "openai:m@8"}
	own := ModelSpec{Embedder: Builtin}
	for _, tt := range []struct {
		name   string
		choice ModelChoice
		active ModelSpec
		want   ModelSpec
	}{
		{"no choice selects the catalogue's model", ModelChoice{}, stored, stored},
		{"builtin ignores an address", ModelChoice{Embedder: Builtin, URL: "http://b"}, stored, own},
		{"an endpoint has a default model", ModelChoice{Embedder: OpenAI}, own, ModelSpec{Embedder: OpenAI, Model: DefaultModel}},
		{"a model name selects an endpoint", ModelChoice{Model: "n", URL: "http://b"}, own, ModelSpec{Embedder: OpenAI, URL: "http://b", Model: "n"}},
		{"an address alone changes the catalogue's model", ModelChoice{URL: "http://b"}, stored,
			ModelSpec{Embedder: OpenAI, URL: "http://b", Model: "m", KnownDimensions: 8, Name: "openai:m@8"}},
		{"an address alone does not change the built-in model", ModelChoice{URL: "http://b"}, own, own},
		{"other dimensions reset the name", ModelChoice{Dimensions: 4}, stored, ModelSpec{Embedder: OpenAI, URL: "http://a", Model: "m", Dimensions: 4}},
		{"expected dimensions are not requested", ModelChoice{Model: "n", Expect: 4}, own, ModelSpec{Embedder: OpenAI, Model: "n", KnownDimensions: 4}},
		{"other expected dimensions reset the name", ModelChoice{Expect: 4}, stored, ModelSpec{Embedder: OpenAI, URL: "http://a", Model: "m", KnownDimensions: 4}},
		{"an alias has the prefixes of its model", ModelChoice{Model: "n", Like: "e5-small"}, own, ModelSpec{Embedder: OpenAI, Model: "n", QueryPrefix: "query: ", PassagePrefix: "passage: "}},
		{"an own prefix has priority", ModelChoice{Model: "n", Like: "e5-small", QueryPrefix: NoPrefix}, own, ModelSpec{Embedder: OpenAI, Model: "n", PassagePrefix: "passage: "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, tt.choice.spec(tt.active)); d != "" {
				t.Errorf("spec (-want +got):\n%s", d)
			}
		})
	}
}

func TestDollarsHasEnoughDigits(t *testing.T) {
	for usd, want := range map[float64]string{0: "$0.0000", 2: "$2.00", 0.5: "$0.50", 0.02: "$0.0200", 0.0042: "$0.0042", 0.00034: "$0.00034", 0.0000006: "$0.00000060"} {
		if got := Dollars(usd); got != want {
			t.Errorf("Dollars(%v) = %q, want %q", usd, got, want)
		}
	}
}
