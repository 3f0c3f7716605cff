package openai

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestConnectReportsAllProblemsOfAConfig(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"no model", func(c *Config) { c.Model = " " }, `model: it is missing; set one, such as "text-embedding-3-small"`},
		{"a bad address", func(c *Config) { c.BaseURL = "localhost" }, `address: it must begin with http:// or https://, like https://api.openai.com/v1`},
		{"no key for OpenAI", func(c *Config) { c.Key = NewKey(" ") }, `key: api.openai.com needs a key; for a local server, set its URL`},
		{"a key with a line break", func(c *Config) { c.Key = NewKey(testKey + "\nmore") },
			`key: it contains invalid characters; copy it again, without quotes or line breaks`},
		{"negative dimensions", func(c *Config) { c.Dimensions = -1 }, `dimensions -1: want 1 to 16384, or 0 for the model's own`},
		{"too many dimensions", func(c *Config) { c.Dimensions = 16385 }, `dimensions 16385: want 1 to 16384, or 0 for the model's own`},
		{"a negative batch", func(c *Config) { c.MaxBatch = -1 }, `batch of -1: want 1 to 2048, or 0 for 32`},
		{"a batch that is too large", func(c *Config) { c.MaxBatch = 2049 }, `batch of 2049: want 1 to 2048, or 0 for 32`},
		{"a negative timeout", func(c *Config) { c.Timeout = -time.Second }, `timeout -1s: want a positive duration, or 0 for 3m0s`},
		{"no key for Azure", func(c *Config) { c.BaseURL, c.Key = "https://name.openai.azure.com", Key{} }, `key: Azure needs a key`},
		{"an unknown way to send the key", func(c *Config) { c.Auth = "basic" }, `auth "basic": want "bearer", "api-key", or nothing to choose by the host`},
		{"several problems", func(c *Config) { c.Model, c.MaxBatch = "", 9999 },
			`model: it is missing; set one, such as "text-embedding-3-small"; batch of 9999: want 1 to 2048, or 0 for 32`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := Config{Key: NewKey(testKey), Model: testModel, Dimensions: 8}
			tt.change(&cfg)
			_, err := Connect(t.Context(), cfg)
			if !errors.Is(err, ErrConfig) {
				t.Fatalf("error %v does not wrap %q", err, ErrConfig)
			}
			if diff := cmp.Diff("openai: unusable configuration: "+tt.want, err.Error()); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddressReturnsTheURLOfRequests(t *testing.T) {
	got, err := Config{BaseURL: "https://name.openai.azure.com/openai/deployments/small?api-version=2024-10-21"}.Address()
	if want := "https://name.openai.azure.com/openai/deployments/small/embeddings?api-version=2024-10-21"; got != want || err != nil {
		t.Fatalf("got %q and error %v, want %q", got, err, want)
	}
	if _, err := (Config{BaseURL: "sk-secret"}).Address(); !errors.Is(err, ErrConfig) {
		t.Fatalf("error %v does not wrap %q", err, ErrConfig)
	}
}
