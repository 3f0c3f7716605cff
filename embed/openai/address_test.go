package openai

import (
	"net/url"
	"strings"
	"testing"
)

func TestParseAddressAcceptsManyForms(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"uses OpenAI if empty", "", "https://api.openai.com/v1"},
		{"uses OpenAI if blank", " \n", "https://api.openai.com/v1"},
		{"accepts the address in the manual", "https://api.openai.com/v1", "https://api.openai.com/v1"},
		{"adds a missing version", "https://api.openai.com", "https://api.openai.com/v1"},
		{"removes a slash", "http://localhost:11434/", "http://localhost:11434/v1"},
		{"removes a slash after the version", "http://localhost:1234/v1/", "http://localhost:1234/v1"},
		{"removes double slashes", "http://localhost:1234//v1//", "http://localhost:1234/v1"},
		{"removes white space", " http://localhost:1234\n", "http://localhost:1234/v1"},
		{"accepts a complete URL", "https://api.openai.com/v1/embeddings", "https://api.openai.com/v1"},
		{"accepts a complete URL with a slash", "https://api.openai.com/v1/embeddings/", "https://api.openai.com/v1"},
		{"adds no version to a complete URL", "http://localhost:8080/embeddings", "http://localhost:8080"},
		{"adds the version after a path", "https://openrouter.ai/api", "https://openrouter.ai/api/v1"},
		{"keeps another version", "https://example.com/api/paas/v4", "https://example.com/api/paas/v4"},
		{"keeps a version that is not last", "https://example.com/v1beta/openai/", "https://example.com/v1beta/openai"},
		{"finds no version in a word", "https://example.com/vector/v", "https://example.com/vector/v/v1"},
		{"keeps an IPv6 address", "http://[::1]:8080", "http://[::1]:8080/v1"},
		{"keeps an escaped path", "https://example.com/a%2Fb/v1/embeddings", "https://example.com/a%2Fb/v1"},
		{"accepts a scheme in capitals", "HTTPS://Example.com", "https://Example.com/v1"},
		{"adds the path of Azure", "https://name.openai.azure.com", "https://name.openai.azure.com/openai/v1"},
		{"adds the path of Azure's other hosts", "https://name.services.ai.azure.com/", "https://name.services.ai.azure.com/openai/v1"},
		{"completes the path of Azure", "https://name.cognitiveservices.azure.com/openai", "https://name.cognitiveservices.azure.com/openai/v1"},
		{"keeps the new path of Azure", "https://name.openai.azure.com/openai/v1/", "https://name.openai.azure.com/openai/v1"},
		{"keeps a deployment with its version", "https://name.openai.azure.com/openai/deployments/small?api-version=2024-10-21",
			"https://name.openai.azure.com/openai/deployments/small?api-version=2024-10-21"},
		{"accepts a complete URL of a deployment", "https://name.openai.azure.com/openai/deployments/small/embeddings?api-version=2025-01-01-preview",
			"https://name.openai.azure.com/openai/deployments/small?api-version=2025-01-01-preview"},
		{"keeps a deployment behind a gateway", "https://api.example.com/x/openai/deployments/v2?api-version=2024-10-21",
			"https://api.example.com/x/openai/deployments/v2?api-version=2024-10-21"},
		{"keeps a named version", "https://name.openai.azure.com/openai/v1?api-version=preview",
			"https://name.openai.azure.com/openai/v1?api-version=preview"},
		{"resolves dots", "https://example.com/x/../v1/./", "https://example.com/v1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseAddress(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseAddressRejectsInvalidAddresses(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"without a scheme", "api.openai.com/v1", "it must begin with http:// or https://, like https://api.openai.com/v1"},
		{"with a port and no scheme", "localhost:11434", "it must begin with http:// or https://, like https://api.openai.com/v1"},
		{"with another scheme", "ftp://example.com", "it must begin with http:// or https://, like https://api.openai.com/v1"},
		{"a key", "sk-secret", "it must begin with http:// or https://, like https://api.openai.com/v1"},
		{"without a host", "https:///v1", "it has no host after https://; write it like https://api.openai.com/v1"},
		{"with only a port", "http://:8080", "it has no host after http://; write it like https://api.openai.com/v1"},
		{"not a URL", "https://sk-secret:pass word@example.com", "it is not a URL; write it like https://api.openai.com/v1"},
		{"with a password", "https://user:sk-secret@example.com", "it contains a user name or password; remove it and set the key separately"},
		{"with a query", "https://example.com/v1?key=sk-secret", "it contains a query or fragment; remove it (only a query like ?api-version=2024-10-21 is allowed)"},
		{"with an empty query", "https://example.com/v1?", "it contains a query or fragment; remove it (only a query like ?api-version=2024-10-21 is allowed)"},
		{"with a key as a version", "https://name.openai.azure.com?api-version=sk-secret", "it contains a query or fragment; remove it (only a query like ?api-version=2024-10-21 is allowed)"},
		{"with more than a version", "https://name.openai.azure.com?api-version=2024-10-21&key=sk-secret", "it contains a query or fragment; remove it (only a query like ?api-version=2024-10-21 is allowed)"},
		{"with a deployment and no version", "https://name.openai.azure.com/openai/deployments/small", "it has a deployment but no api-version; add the one from the Azure portal, like ?api-version=2024-10-21"},
		{"with a fragment", "https://example.com/#sk-secret", "it contains a query or fragment; remove it (only a query like ?api-version=2024-10-21 is allowed)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseAddress(tt.in)
			if err == nil || err.Error() != tt.want {
				t.Fatalf("got %v and error %q, want %q", got, err, tt.want)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"", "https://api.openai.com/v1", "http://[::1]:80//v1/embeddings/", "https://a/%2e%2e/v1", "http://a/embeddings/embeddings", "https://a.openai.azure.com?api-version=preview"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := parseAddress(text)
		if err != nil {
			return
		}
		again, err := url.Parse(requestURL(u))
		if err != nil {
			t.Fatalf("%q became %q: %v", text, u, err)
		}
		if again.Host != u.Host || again.User != nil || again.Fragment != "" || !strings.HasSuffix(again.Path, embeddingsPath) {
			t.Fatalf("%q became %q", text, u)
		}
		if again.RawQuery != "" && !apiVersion.MatchString(again.RawQuery) {
			t.Fatalf("%q became %q", text, u)
		}
		if strings.HasSuffix(u.Path, "/") || !strings.HasPrefix(u.String(), "http") {
			t.Fatalf("%q became %q", text, u)
		}
	})
}
