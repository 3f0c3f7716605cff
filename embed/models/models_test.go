package models

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/embed"
)

func TestLookupFindsAModelByItsNamesAtServers(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"text-embedding-3-small", "text-embedding-3-small"},
		{"openai/text-embedding-3-large", "text-embedding-3-large"},
		{"models/gemini-embedding-001", "gemini-embedding-001"},
		{"nomic-embed-text", "nomic-embed-text-v1.5"},
		{"nomic-embed-text:latest", "nomic-embed-text-v1.5"},
		{"nomic-ai/nomic-embed-text-v1.5-GGUF:Q8_0", "nomic-embed-text-v1.5"},
		{"nomic-embed-text-v1.5.Q4_K_M.gguf", "nomic-embed-text-v1.5"},
		{"text-embedding-nomic-embed-text-v1.5@q8_0", "nomic-embed-text-v1.5"},
		{" BAAI/bge-small-en-v1.5\n", "bge-small-en-v1.5"},
		{"bge-m3:567m-fp16", "bge-m3"},
		{"Qwen/Qwen3-Embedding-0.6B", "qwen3-embedding-0.6b"},
		{"qwen3-embedding:0.6b-q8_0", "qwen3-embedding-0.6b"},
		{"qwen3-embedding", "qwen3-embedding-8b"},
		{"sentence-transformers/all-MiniLM-L6-v2", "all-minilm-l6-v2"},
		{"all-minilm:33m", "all-minilm-l12-v2"},
		{"snowflake-arctic-embed2", "snowflake-arctic-embed-l-v2.0"},
		{"mxbai-embed-large:latest", "mxbai-embed-large-v1"},
		{"google/embeddinggemma-300m", "embeddinggemma-300m"},
		{"/models/multilingual-e5-small-f16.gguf", "multilingual-e5-small"},
		{"intfloat/e5-small-v2", "e5-small-v2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			known, ok := Lookup(tt.name)
			if !ok || known.Name != tt.want {
				t.Fatalf("got %q, %t; want %q", known.Name, ok, tt.want)
			}
		})
	}
}

func TestLookupOfAnUnknownModel(t *testing.T) {
	for _, name := range []string{"", "gpt-5", "text-embedding-", "text-embedding-4", "e5", "nomic-embed-text-v3", "gguf", "a/"} {
		if known, ok := Lookup(name); ok {
			t.Errorf("%q is %q", name, known.Name)
		}
	}
}

func TestLookupAcceptsAnyName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		known, ok := Lookup(name)
		if ok == (known.Name == "") {
			t.Fatalf("%q: %+v, %t", name, known, ok)
		}
	})
}

// TestTableIsConsistent checks every row.
func TestTableIsConsistent(t *testing.T) {
	owner := map[string]string{}
	for _, k := range table {
		for _, name := range append([]string{k.Name}, k.Aliases...) {
			if name != strings.ToLower(strings.TrimSpace(name)) || key(name) != name {
				t.Errorf("%s: %q is not normalised, want %q", k.Name, name, key(name))
			}
			if other, met := owner[name]; met {
				t.Errorf("%q is a name of both %s and %s", name, other, k.Name)
			}
			owner[name] = k.Name
		}
		if k.Dimensions < 128 || k.Dimensions > 4096 || k.Dimensions%128 != 0 {
			t.Errorf("%s: %d dimensions", k.Name, k.Dimensions)
		}
		if k.Tokens < 128 || k.Tokens > 32768 {
			t.Errorf("%s: %d tokens", k.Name, k.Tokens)
		}
		checkPrefixes(t, k)
		checkPrices(t, k)
	}
}

func checkPrefixes(t *testing.T, k Model) {
	t.Helper()
	for _, prefix := range []string{k.Prepare.Query, k.Prepare.Passage} {
		if prefix != "" && !strings.HasSuffix(prefix, ": ") && !strings.HasSuffix(prefix, "\nQuery:") {
			t.Errorf("%s: prefix %q does not end with a separator", k.Name, prefix)
		}
	}
	if k.Prepare.Passage != "" && k.Prepare.Query == "" {
		t.Errorf("%s: it has a passage prefix and no query prefix", k.Name)
	}
}

func checkPrices(t *testing.T, k Model) {
	t.Helper()
	for _, p := range k.Prices {
		if _, err := time.Parse(time.DateOnly, p.Seen); err != nil || p.Host == "" {
			t.Errorf("%s: price %+v", k.Name, p)
		}
		if p.USDPerMillion < 0.001 || p.USDPerMillion > 1 {
			t.Errorf("%s: $%v a million tokens", k.Name, p.USDPerMillion)
		}
	}
}

func TestPriceAtDependsOnTheHost(t *testing.T) {
	known, _ := Lookup("text-embedding-3-small")
	for _, tt := range []struct {
		host  string
		price float64
		ok    bool
	}{
		{"api.openai.com", 0.02, true},
		{"API.openai.com", 0.02, true},
		{"name.openai.azure.com", 0, false},
		{"localhost", 0, false},
		{"", 0, false},
	} {
		t.Run(tt.host, func(t *testing.T) {
			if price, ok := known.PriceAt(tt.host); price.USDPerMillion != tt.price || ok != tt.ok {
				t.Fatalf("got %+v, %t; want %v, %t", price, ok, tt.price, tt.ok)
			}
		})
	}
}

func TestLookupReturnsACopy(t *testing.T) {
	known, _ := Lookup("text-embedding-3-small")
	known.Prices[0].USDPerMillion = 9
	want := Model{Name: "text-embedding-3-small", Dimensions: 1536, Tokens: 8191, Prices: []Price{{"api.openai.com", 0.02, "2026-11-24"}}}
	got, _ := Lookup("text-embedding-3-small")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func TestPrefixesEqualTheModelCards(t *testing.T) {
	known, _ := Lookup("nomic-embed-text")
	if diff := cmp.Diff(embed.Prepare{Query: "search_query: ", Passage: "search_document: "}, known.Prepare); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}
