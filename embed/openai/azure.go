package openai

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Auth is the way in which a key is sent.
type Auth string

const (
	// AuthAuto is AuthAPIKey for Azure's hosts and AuthBearer for others.
	AuthAuto Auth = ""
	// AuthBearer sends the key in the header Authorization, as for OpenAI.
	AuthBearer Auth = "bearer"
	// AuthAPIKey sends the key in the header api-key, as for Azure and for gateways with
	// their own host name.
	AuthAPIKey Auth = "api-key"
)

// apiKeyHeader is Azure's header for the key.
const apiKeyHeader = "api-key"

// azureHosts are the suffixes of Azure's host names.
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

// exampleVersion is the last dated version of Azure's API.
const exampleVersion = "?api-version=2024-10-21"

// apiVersion matches the only allowed query of an address. No key has this form, so it
// may be printed.
var apiVersion = regexp.MustCompile(`^api-version=([0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?|preview|latest|v1)$`)

// deployment matches the path of a model in Azure's older API.
var deployment = regexp.MustCompile(`/openai/deployments/[^/]+$`)

func checkDeployment(u *url.URL) error {
	if deployment.MatchString(u.Path) && u.RawQuery == "" {
		return errors.New("it has a deployment but no api-version; add the one from the Azure portal, like " + exampleVersion)
	}
	return nil
}

// versionOf returns the api-version of an address, or "".
func versionOf(base *url.URL) string { return base.Query().Get("api-version") }

// authorize adds the header api-key, which go-openai does not add.
func (x *recordingClient) authorize(request *http.Request) {
	if !x.apiKey.empty() {
		request.Header.Set(apiKeyHeader, x.apiKey.text())
	}
}
