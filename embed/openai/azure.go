package openai

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Auth is how a key is sent.
type Auth string

const (
	// AuthAuto is AuthAPIKey for Azure's hosts and AuthBearer for others.
	AuthAuto Auth = ""
	// AuthBearer sends the key as OpenAI wants it, in the header Authorization.
	AuthBearer Auth = "bearer"
	// AuthAPIKey sends the key as Azure wants it, in the header api-key; also
	// gateways under a name of one's own do.
	AuthAPIKey Auth = "api-key"
)

// apiKeyHeader is Azure's.
const apiKeyHeader = "api-key"

// azureHosts end the names of Azure's hosts.
var azureHosts = []string{".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"}

func isAzure(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc(azureHosts, func(end string) bool { return strings.HasSuffix(host, end) })
}

// byAPIKey reports whether a key for host is sent in the header api-key.
func (a Auth) byAPIKey(host string) bool {
	return a == AuthAPIKey || a == AuthAuto && isAzure(host)
}

func (a Auth) known() bool { return a == AuthAuto || a == AuthBearer || a == AuthAPIKey }

// exampleVersion is the last of the dated versions of Azure's protocol.
const exampleVersion = "?api-version=2024-10-21"

// apiVersion matches the only query that an address may have. A key does not look
// like it, so that it may be shown.
var apiVersion = regexp.MustCompile(`^api-version=([0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?|preview|latest|v1)$`)

// deployment matches the address of one model in Azure's older form.
var deployment = regexp.MustCompile(`/openai/deployments/[^/]+$`)

func checkDeployment(u *url.URL) error {
	if deployment.MatchString(u.Path) && u.RawQuery == "" {
		return errors.New("it names a deployment without a version; add the one that the Azure portal shows, like " + exampleVersion)
	}
	return nil
}

// versionOf returns the api-version of an address, or nothing.
func versionOf(base *url.URL) string { return base.Query().Get("api-version") }

// authorize adds a key that go-openai does not add.
func (x *exchange) authorize(request *http.Request) {
	if !x.apiKey.empty() {
		request.Header.Set(apiKeyHeader, x.apiKey.text())
	}
}
