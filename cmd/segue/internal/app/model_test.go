package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseModelSpec(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       ModelSpec
		wrong      string
	}{
		{"the built-in model", `{"embedder":"builtin"}`, ModelSpec{Embedder: Builtin}, ""},
		{"an endpoint", `{"embedder":"openai","url":"http://h/v1","model":"m","dimensions":8,"name":"openai:m@8"}`,
			ModelSpec{Embedder: OpenAI, URL: "http://h/v1", Model: "m", Dimensions: 8, Name: "openai:m@8"}, ""},
		{"learned dimensions", ` {"embedder":"openai","model":"m","learned":8} `, ModelSpec{Embedder: OpenAI, Model: "m", KnownDimensions: 8}, ""},
		{"a member of a newer version", `{"embedder":"openai","model":"m","colour":"red"}`, ModelSpec{}, `unknown field "colour"`},
		{"a key", `{"embedder":"openai","model":"m","key":"secret"}`, ModelSpec{}, `unknown field "key"`},
		{"an unknown embedder", `{"embedder":"cohere","model":"m"}`, ModelSpec{}, "embedder must be"},
		{"no embedder", `{}`, ModelSpec{}, "embedder must be"},
		{"a built-in model with an address", `{"embedder":"builtin","url":"http://h"}`, ModelSpec{}, "has no options"},
		{"no model", `{"embedder":"openai"}`, ModelSpec{}, "model is missing"},
		{"negative dimensions", `{"embedder":"openai","model":"m","learned":-1}`, ModelSpec{}, "must not be negative"},
		{"not JSON", `builtin`, ModelSpec{}, "invalid model specification"},
		{"two values", `{"embedder":"builtin"} {}`, ModelSpec{}, `unexpected "{}"`},
		{"an empty text", ``, ModelSpec{}, "invalid model specification"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseModelSpec(tt.text)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("spec (-want +got):\n%s", d)
			}
			if (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("error %v, want %q", err, tt.wrong)
			}
		})
	}
}

// FuzzParseModelSpec checks that String and ParseModelSpec are inverse.
func FuzzParseModelSpec(f *testing.F) {
	f.Add(`{"embedder":"builtin"}`)
	f.Add(`{"embedder":"openai","url":"http://h/v1","model":"m","dimensions":8,"learned":9,"name":"n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseModelSpec(text)
		if err != nil {
			return
		}
		again, err := ParseModelSpec(s.String())
		if err != nil || again != s {
			t.Errorf("%q is formatted as %q, which is parsed as %+v, %v", text, s, again, err)
		}
	})
}
