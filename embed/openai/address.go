package openai

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

const (
	openAIHost    = "api.openai.com"
	openAIAddress = "https://" + openAIHost + "/v1"
	// embeddingsPath is what the protocol adds to the address.
	embeddingsPath = "/embeddings"
)

// version matches an address that names the version itself: /v1, /v1beta/openai.
var version = regexp.MustCompile(`/v[0-9]+[a-z0-9]*(/|$)`)

// parseAddress returns the address that /embeddings is added to, without a slash
// at its end; the query is Azure's api-version or nothing. Errors do not repeat the
// address: it may hold a password, or be a key in the wrong place.
func parseAddress(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		text = openAIAddress
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is not a URL; write it like " + openAIAddress)
	}
	if err := checkAddress(u); err != nil {
		return nil, err
	}
	query := u.RawQuery
	u.RawQuery = ""
	u = u.JoinPath() // without // and ..
	complete := strings.HasSuffix(strings.TrimRight(u.Path, "/"), embeddingsPath)
	trimPath(u, "/")
	trimPath(u, embeddingsPath)
	trimPath(u, "/")
	if !complete {
		u = u.JoinPath(missingPath(u))
	}
	u.RawQuery = query
	return u, checkDeployment(u)
}

// missingPath is what the address of a server lacks to be that of the protocol.
func missingPath(u *url.URL) string {
	switch {
	case version.MatchString(u.Path), deployment.MatchString(u.Path):
		return ""
	case isAzure(u.Hostname()) && u.Path == "":
		return "openai/v1"
	}
	return "v1"
}

func checkAddress(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it must begin with http:// or https://, like " + openAIAddress)
	case u.Hostname() == "":
		return fmt.Errorf("there is no host after %s://; write it like %s", u.Scheme, openAIAddress)
	case u.User != nil:
		return errors.New("it holds a user name or password; leave that out and give the key as the key")
	case u.RawQuery != "" && !apiVersion.MatchString(u.RawQuery), u.ForceQuery, u.Fragment != "":
		return errors.New("it holds a ? or #; leave that and what follows out, unless it is " + exampleVersion)
	}
	return nil
}

// trimPath takes suffix off both forms of the path.
func trimPath(u *url.URL, suffix string) {
	u.Path = strings.TrimSuffix(u.Path, suffix)
	u.RawPath = strings.TrimSuffix(u.RawPath, suffix)
}

// target is where requests to base go.
func target(base *url.URL) string { return base.JoinPath(embeddingsPath).String() }
