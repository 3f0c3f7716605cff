package openai

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestDriverFollowsTheContract(t *testing.T) {
	embedtest.Run(t, func(t *testing.T) embed.Driver {
		return connect(t, serve(t, &provider{t: t}))
	})
}

func TestConnectFindsTheDimensions(t *testing.T) {
	d, err := Connect(t.Context(), Config{BaseURL: serve(t, &provider{t: t}), Key: NewKey(testKey), Model: testModel})
	if err != nil {
		t.Fatal(err)
	}
	want := embed.Info{Model: "openai:text-hashing-1@256", Dimensions: 256, MaxBatch: 32}
	if diff := cmp.Diff(want, d.Info()); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestConnectMakesNoRequestIfDimensionsAreSet(t *testing.T) {
	d, err := Connect(t.Context(), Config{BaseURL: "http://provider.invalid", Model: "m", Dimensions: 12, MaxBatch: 7})
	if err != nil {
		t.Fatal(err)
	}
	want := embed.Info{Model: "openai:m@12", Dimensions: 12, MaxBatch: 7}
	if diff := cmp.Diff(want, d.Info()); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestConnectReturnsErrorsOfTheProbe(t *testing.T) {
	for _, tt := range []struct {
		name    string
		key     string
		model   string
		path    string
		corrupt func(*wireResponse)
		is      error
		want    string
	}{
		{"a wrong key", "sk-wrong", testModel, "", nil, embed.ErrUnauthorized,
			`openai: model "text-hashing-1": key rejected: HOST returned status 401 ("Incorrect API key provided: Bearer [key]."); check the key and its permissions`},
		{"an unknown model", testKey, "gpt", "", nil, embed.ErrRejected,
			`openai: model "gpt": request rejected: HOST returned status 400 ("The model ` + "`gpt`" + ` does not exist."); check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"a wrong address", testKey, testModel, "/api/v1", nil, embed.ErrRejected,
			`openai: model "text-hashing-1": request rejected: HOST returned status 404 ("Unknown request URL: POST /api/v1/embeddings."); ` +
				`check the model's name and the address (requests go to "http://HOST/api/v1/embeddings")`},
		{"an empty vector", testKey, testModel, "", func(a *wireResponse) { a.Data[0].Embedding = nil }, embed.ErrBadVectors,
			`openai: model "text-hashing-1": unusable vectors: response of HOST: the embedding is null or missing`},
		{"two vectors", testKey, testModel, "", func(a *wireResponse) { a.Data = append(a.Data, a.Data[0]) }, embed.ErrBadVectors,
			`openai: model "text-hashing-1": unusable vectors: got 2 for 1 texts`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, &provider{t: t, corrupt: tt.corrupt})
			_, err := Connect(t.Context(), Config{BaseURL: address + tt.path, Key: NewKey(tt.key), Model: tt.model})
			checkFailure(t, address, err, tt.is, tt.want)
		})
	}
}

func TestEmbedSendsARequestOfTheAPI(t *testing.T) {
	p := &provider{t: t, corrupt: func(*wireResponse) {}}
	d := connect(t, serve(t, p), func(c *Config) { c.Dimensions = 64 })
	if _, err := d.Embed(t.Context(), []string{"one", "caf\xe9"}); err != nil {
		t.Fatal(err)
	}
	want := []wireRequest{{Model: testModel, Input: []string{"one", "caf\uFFFD"}, Dimensions: 64}}
	if diff := cmp.Diff(want, p.requests); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestTheModelsOwnDimensionsAreNotRequested(t *testing.T) {
	p := &provider{t: t, corrupt: func(*wireResponse) {}}
	d := connect(t, serve(t, p), func(c *Config) { c.Dimensions = 0 })
	if _, err := d.Embed(t.Context(), []string{"one"}); err != nil {
		t.Fatal(err)
	}
	want := []wireRequest{{Model: testModel, Input: []string{"podcast"}}, {Model: testModel, Input: []string{"one"}}}
	if diff := cmp.Diff(want, p.requests); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestTruncateKeepsWholeCharacters(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"keeps a text at the limit", strings.Repeat("a", 8192), strings.Repeat("a", 8192)},
		{"cuts a longer one", strings.Repeat("a", 8193), strings.Repeat("a", 8192)},
		{"removes an incomplete character", "a" + strings.Repeat("é", 4096), "a" + strings.Repeat("é", 4095)},
		{"measures after replacing invalid bytes", strings.Repeat("\xff a", 4096), strings.Repeat("\uFFFD a", 1638)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := truncate([]string{tt.in})[0]
			if got != tt.want || !utf8.ValidString(got) {
				t.Fatalf("%d bytes, want %d", len(got), len(tt.want))
			}
		})
	}
}

func TestInvalidResponsesAreRejected(t *testing.T) {
	for _, tt := range []struct {
		name    string
		corrupt func(*wireResponse)
		want    string
	}{
		{"with a vector missing", func(a *wireResponse) { a.Data = a.Data[:2] }, `got 2 for 3 texts`},
		{"with an extra vector", func(a *wireResponse) { a.Data = append(a.Data, a.Data[0]) }, `got 4 for 3 texts`},
		{"without vectors", func(a *wireResponse) { a.Data = nil },
			`HOST returned no vectors; check the model's name and the address (requests go to "http://HOST/v1/embeddings")`},
		{"with an index twice", func(a *wireResponse) { a.Data[2].Index = 1 }, `two vectors with index 1`},
		{"with an index too large", func(a *wireResponse) { a.Data[1].Index = 3 }, `index 3 for 3 texts`},
		{"with a negative index", func(a *wireResponse) { a.Data[1].Index = -1 }, `index -1 for 3 texts`},
		{"with a short vector", func(a *wireResponse) { a.Data[1].Embedding = a.Data[1].Embedding[:255] }, `255 numbers at index 1, want 256`},
		{"with a vector of null", func(a *wireResponse) { a.Data[0].Embedding = nil }, `response of HOST: the embedding is null or missing`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, &provider{t: t, corrupt: tt.corrupt})
			_, err := connect(t, address).Embed(t.Context(), []string{"one", "two", "three"})
			checkFailure(t, address, err, embed.ErrBadVectors, "unusable vectors: "+tt.want)
		})
	}
}

func TestACancelledContextIsNotATimeout(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := connect(t, serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		waitForHangup(r)
	})))
	_, err := d.Embed(ctx, []string{"one"})
	if !errors.Is(err, context.Canceled) || errors.Is(err, embed.ErrUnavailable) {
		t.Fatalf("error %v, want %v", err, context.Canceled)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	p := &provider{t: t}
	peers := map[string]int{}
	d := connect(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peers[r.RemoteAddr]++
		p.ServeHTTP(w, r)
	})))
	texts := []string{"one", "two", "three", "four", "five", "six", "seven", "eight"}
	for range 10 {
		if _, err := d.Embed(t.Context(), texts); err != nil {
			t.Fatal(err)
		}
	}
	if len(peers) != 1 {
		t.Fatalf("%d connections for 10 requests, want 1", len(peers))
	}
}
