package openai

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// seen is what a server sees of a request besides its body.
type seen struct{ Path, Query, Authorization, APIKey string }

func TestAKeyIsSentAsTheHostWantsIt(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		auth          Auth
		want          seen
	}{
		{"to OpenAI", "https://api.openai.com", "", seen{"/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to Azure", "https://name.openai.azure.com", "", seen{"/openai/v1/embeddings", "", "", testKey}},
		{"to a deployment", "https://NAME.OpenAI.Azure.com/openai/deployments/small/embeddings?api-version=2024-10-21", "",
			seen{"/openai/deployments/small/embeddings", "api-version=2024-10-21", "", testKey}},
		{"to Azure's other hosts", "https://name.services.ai.azure.com/openai/v1", "", seen{"/openai/v1/embeddings", "", "", testKey}},
		{"to a host that only looks like Azure", "https://openai.azure.com.example.com", "", seen{"/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to Azure with a token", "https://name.openai.azure.com", AuthBearer, seen{"/openai/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to a gateway", "https://api.example.com/openai/deployments/small?api-version=2024-10-21", AuthAPIKey,
			seen{"/openai/deployments/small/embeddings", "api-version=2024-10-21", "", testKey}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got seen
			d := connect(t, tt.address, func(c *Config) {
				c.Auth = tt.auth
				c.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					got = seen{r.URL.Path, r.URL.RawQuery, r.Header.Get("Authorization"), r.Header.Get("api-key")}
					return nil, http.ErrHandlerTimeout
				})}
			})
			_, err := d.Embed(t.Context(), []string{"one"})
			if err == nil {
				t.Fatal("no error")
			}
			checkHidden(t, "the error", err.Error())
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestHintsNameTheVersion(t *testing.T) {
	address := serve(t, answering(404, asJSON, `{"error":{"code":"DeploymentNotFound","message":"does not exist"}}`))
	d := connect(t, address+"/openai/deployments/small?api-version=2024-10-21")
	_, err := d.Embed(t.Context(), []string{"one"})
	want := `request rejected: HOST answered 404 ("does not exist"); check the model's name and the address ` +
		`(requests go to "http://HOST/openai/deployments/small/embeddings?api-version=2024-10-21")`
	if diff := cmp.Diff(want, placed(err.Error(), address)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}
