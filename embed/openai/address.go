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
	// embeddingsPath is added to the address.
	embeddingsPath = "/embeddings"
)

// versionInPath matches a path with an API version, such as /v1 or /v1beta/openai.
var versionInPath = regexp.MustCompile(`/v[0-9]+[a-z0-9]*(/|$)`)

// parseAddress returns the address to which /embeddings is added, without a slash at its
// end. Its query is Azure's api-version or empty. Errors do not contain the address,
// since it may contain a password or be a key in the wrong place.
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
		u = u.JoinPath(defaultPath(u))
	}
	u.RawQuery = query
	return u, checkDeployment(u)
}

// defaultPath returns the path to add to the address of a server, or "".
func defaultPath(u *url.URL) string {
	switch {
	case versionInPath.MatchString(u.Path), deployment.MatchString(u.Path):
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
		return fmt.Errorf("it has no host after %s://; write it like %s", u.Scheme, openAIAddress)
	case u.User != nil:
		return errors.New("it contains a user name or password; remove it and set the key separately")
	case u.RawQuery != "" && !apiVersion.MatchString(u.RawQuery), u.ForceQuery, u.Fragment != "":
		return errors.New("it contains a query or fragment; remove it (only a query like " + exampleVersion + " is allowed)")
	}
	return nil
}

// trimPath removes suffix from both forms of the path.
func trimPath(u *url.URL, suffix string) {
	u.Path = strings.TrimSuffix(u.Path, suffix)
	u.RawPath = strings.TrimSuffix(u.RawPath, suffix)
}

// requestURL returns the URL of requests.
func requestURL(base *url.URL) string { return base.JoinPath(embeddingsPath).String() }
