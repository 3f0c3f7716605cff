package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAChoiceAndTheModelOfTheCatalogue(t *testing.T) {
	kept := ModelSpec{Embedder: OpenAI, URL: "http://a", Model: "m", Learned: 8, Name: "openai:m@8"}
	own := ModelSpec{Embedder: Builtin}
	for _, tt := range []struct {
		name   string
		choice ModelChoice
		active ModelSpec
		want   ModelSpec
	}{
		{"no choice is the catalogue's", ModelChoice{}, kept, kept},
		{"builtin is builtin", ModelChoice{Embedder: Builtin, URL: "http://b"}, kept, own},
		{"an endpoint has a usual model", ModelChoice{Embedder: OpenAI}, own, ModelSpec{Embedder: OpenAI, Model: DefaultModel}},
		{"a model is one of an endpoint", ModelChoice{Model: "n", URL: "http://b"}, own, ModelSpec{Embedder: OpenAI, URL: "http://b", Model: "n"}},
		{"an address alone moves the catalogue's", ModelChoice{URL: "http://b"}, kept,
			ModelSpec{Embedder: OpenAI, URL: "http://b", Model: "m", Learned: 8, Name: "openai:m@8"}},
		{"an address alone says nothing to the built-in one", ModelChoice{URL: "http://b"}, own, own},
		{"other dimensions are another model", ModelChoice{Dimensions: 4}, kept, ModelSpec{Embedder: OpenAI, URL: "http://a", Model: "m", Dimensions: 4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, tt.choice.spec(tt.active)); d != "" {
				t.Errorf("spec (-want +got):\n%s", d)
			}
		})
	}
}
