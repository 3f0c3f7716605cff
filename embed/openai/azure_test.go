package openai

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// requestInfo contains the parts of a request that a test compares.
type requestInfo struct{ Path, Query, Authorization, APIKey string }

func TestAuthSelectsTheHeaderOfTheKey(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		auth          Auth
		want          requestInfo
	}{
		{"to OpenAI", "https://api.openai.com", "", requestInfo{"/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to Azure", "https://name.openai.azure.com", "", requestInfo{"/openai/v1/embeddings", "", "", testKey}},
		{"to a deployment", "https://NAME.OpenAI.Azure.com/openai/deployments/small/embeddings?api-version=2024-10-21", "",
			requestInfo{"/openai/deployments/small/embeddings", "api-version=2024-10-21", "", testKey}},
		{"to Azure's other hosts", "https://name.services.ai.azure.com/openai/v1", "", requestInfo{"/openai/v1/embeddings", "", "", testKey}},
		{"to a host that only looks like Azure", "https://openai.azure.com.example.com", "", requestInfo{"/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to Azure with a token", "https://name.openai.azure.com", AuthBearer, requestInfo{"/openai/v1/embeddings", "", "Bearer " + testKey, ""}},
		{"to a gateway", "https://api.example.com/openai/deployments/small?api-version=2024-10-21", AuthAPIKey,
			requestInfo{"/openai/deployments/small/embeddings", "api-version=2024-10-21", "", testKey}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got requestInfo
			d := connect(t, tt.address, func(c *Config) {
				c.Auth = tt.auth
				c.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					got = requestInfo{r.URL.Path, r.URL.RawQuery, r.Header.Get("Authorization"), r.Header.Get("api-key")}
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

func TestAddressHintsContainTheVersion(t *testing.T) {
	address := serve(t, respond(404, typeJSON, `{"error":{"code":"DeploymentNotFound","message":"does not exist"}}`))
	d := connect(t, address+"/openai/deployments/small?api-version=2024-10-21")
	_, err := d.Embed(t.Context(), []string{"one"})
	want := `request rejected: HOST returned status 404 ("does not exist"); check the model's name and the address ` +
		`(requests go to "http://HOST/openai/deployments/small/embeddings?api-version=2024-10-21")`
	if diff := cmp.Diff(want, withoutHost(err.Error(), address)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}
