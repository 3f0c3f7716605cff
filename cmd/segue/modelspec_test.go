package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestParseSpec(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       modelSpec
		wrong      string
	}{
		{"the built-in model", `{"embedder":"builtin"}`, modelSpec{Embedder: builtin}, ""},
		{"an endpoint", `{"embedder":"openai","url":"http://h/v1","model":"m","dimensions":8,"name":"openai:m@8"}`,
			modelSpec{Embedder: compatible, URL: "http://h/v1", Model: "m", Dimensions: 8, Name: "openai:m@8"}, ""},
		{"with dimensions that were learnt", ` {"embedder":"openai","model":"m","learned":8} `, modelSpec{Embedder: compatible, Model: "m", Learned: 8}, ""},
		{"a member of a later version", `{"embedder":"openai","model":"m","colour":"red"}`, modelSpec{}, `unknown field "colour"`},
		{"a key", `{"embedder":"openai","model":"m","key":"secret"}`, modelSpec{}, `unknown field "key"`},
		{"another kind", `{"embedder":"cohere","model":"m"}`, modelSpec{}, "its embedder is neither"},
		{"no kind", `{}`, modelSpec{}, "its embedder is neither"},
		{"a built-in model with an address", `{"embedder":"builtin","url":"http://h"}`, modelSpec{}, "has no settings"},
		{"no model", `{"embedder":"openai"}`, modelSpec{}, "it names none"},
		{"negative dimensions", `{"embedder":"openai","model":"m","learned":-1}`, modelSpec{}, "negative dimensions"},
		{"no JSON", `builtin`, modelSpec{}, "is no description of a model"},
		{"two", `{"embedder":"builtin"} {}`, modelSpec{}, `"{}" follows it`},
		{"nothing", ``, modelSpec{}, "is no description of a model"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseSpec(tt.text)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("spec (-want +got):\n%s", d)
			}
			if (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("error %v, want %q", err, tt.wrong)
			}
		})
	}
}

// FuzzParseSpec checks that what is read is written in the same way.
func FuzzParseSpec(f *testing.F) {
	f.Add(`{"embedder":"builtin"}`)
	f.Add(`{"embedder":"openai","url":"http://h/v1","model":"m","dimensions":8,"learned":9,"name":"n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseSpec(text)
		if err != nil {
			return
		}
		again, err := parseSpec(s.String())
		if err != nil || again != s {
			t.Errorf("%q is written as %q, which is read as %+v, %v", text, s, again, err)
		}
	})
}

func TestFlagsAndTheCataloguesModel(t *testing.T) {
	kept := modelSpec{Embedder: compatible, URL: "http://a", Model: "m", Learned: 8, Name: "openai:m@8"}
	own := modelSpec{Embedder: builtin}
	for _, tt := range []struct {
		name       string
		flags      modelFlags
		catalogues modelSpec
		want       modelSpec
	}{
		{"no flags are the catalogue's", modelFlags{}, kept, kept},
		{"builtin is builtin", modelFlags{Embedder: builtin, EmbedURL: "http://b"}, kept, own},
		{"an endpoint has a usual model", modelFlags{Embedder: compatible}, own, modelSpec{Embedder: compatible, Model: defaultModel}},
		{"a model is one of an endpoint", modelFlags{EmbedModel: "n", EmbedURL: "http://b"}, own, modelSpec{Embedder: compatible, URL: "http://b", Model: "n"}},
		{"an address alone moves the catalogue's", modelFlags{EmbedURL: "http://b"}, kept,
			modelSpec{Embedder: compatible, URL: "http://b", Model: "m", Learned: 8, Name: "openai:m@8"}},
		{"an address alone says nothing to the built-in one", modelFlags{EmbedURL: "http://b"}, own, own},
		{"other dimensions are another model", modelFlags{EmbedDims: 4}, kept, modelSpec{Embedder: compatible, URL: "http://a", Model: "m", Dimensions: 4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, tt.flags.spec(tt.catalogues)); d != "" {
				t.Errorf("spec (-want +got):\n%s", d)
			}
		})
	}
}

// lately is a late driver of a model.
func lately(m embed.Driver, connects *int) *late {
	return newLate(m.Info(), func(context.Context) (embed.Driver, error) {
		*connects++
		return m, nil
	})
}

func TestALateDriverIsADriver(t *testing.T) {
	embedtest.Run(t, func(*testing.T) embed.Driver { return lately(embedtest.NewHashing(64), new(int)) })
}

func TestALateDriverConnectsOnceAndWhenItMust(t *testing.T) {
	connects := 0
	l := lately(embedtest.NewHashing(64), &connects)
	if l.Info(); connects != 0 {
		t.Error("it was connected before there was a text")
	}
	for range 3 {
		if _, err := l.Embed(t.Context(), []string{"rye"}); err != nil || connects != 1 {
			t.Errorf("connected %d times, %v", connects, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	busy := newLate(l.info, nil)
	<-busy.driver
	if _, err := busy.Embed(gone, []string{"rye"}); !errors.Is(err, context.Canceled) {
		t.Errorf("while another connects: %v", err)
	}
	other := newLate(embed.Info{Model: "m", Dimensions: 8}, func(context.Context) (embed.Driver, error) { return embedtest.NewHashing(64), nil })
	if _, err := other.Embed(t.Context(), []string{"rye"}); !errors.Is(err, embed.ErrBadVectors) {
		t.Errorf("a model that is another now: %v", err)
	}
}
