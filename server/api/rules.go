package api

import (
	"net/http"
	"path"
	"strings"
	"time"
)

const (
	// MaxUpload is the largest body of PUT /v1/episodes in bytes: 100,000 episodes
	// with descriptions, or a thousand with transcripts.
	MaxUpload = 256 << 20
	// maxOPML is the largest list of feeds in bytes, which has room for the addresses
	// and titles of ten thousand.
	maxOPML = 4 << 20

	// uploadTime is for the largest body over a line of 600 kbit/s.
	uploadTime = time.Hour
	// followTime is for the first read of a feed, whose archive may have many pages.
	followTime = 2 * time.Minute
	// importTime is for the first read of many feeds.
	importTime = 20 * time.Minute
)

// Addresses that the rules for requests name too.
const (
	recommendPath = "/v1/recommend"
	episodesPath  = "/v1/episodes"
	feedsPath     = "/v1/feeds"
	opmlPath      = "/v1/feeds.opml"
)

// Rule is what holds for a request before its operation is looked for.
type Rule struct {
	// Admin says that whoever runs the server may do it alone, and no other site's page.
	Admin bool
	// Body is the largest body in bytes, and Time how long the answer may take; zero
	// stands for what holds everywhere else.
	Body int64
	Time time.Duration
}

// rules are the operations for whoever runs the server, and what they need beyond what
// is enough for the others. A "*" stands for one part of the path.
var rules = []struct {
	method, path string
	Rule
}{
	{http.MethodPut, episodesPath, Rule{Admin: true, Body: MaxUpload, Time: uploadTime}},
	{http.MethodDelete, episodesPath + "/*", Rule{Admin: true}},
	{http.MethodGet, feedsPath, Rule{Admin: true}},
	{http.MethodPost, feedsPath, Rule{Admin: true, Time: followTime}},
	{http.MethodGet, opmlPath, Rule{Admin: true}},
	{http.MethodPost, opmlPath, Rule{Admin: true, Body: maxOPML, Time: importTime}},
	{http.MethodGet, feedsPath + "/*", Rule{Admin: true}},
	{http.MethodDelete, feedsPath + "/*", Rule{Admin: true}},
	{http.MethodPost, feedsPath + "/*/refresh", Rule{Admin: true, Time: followTime}},
}

// RuleOf returns what holds for a request. All of /v1/feeds is for admins, whatever
// the method.
func RuleOf(method, address string) Rule {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, r := range rules {
		if r.method == method && isAt(r.path, address) {
			return r.Rule
		}
	}
	return Rule{Admin: len(SharedMethods(address)) == 0}
}

func isAt(pattern, address string) bool {
	same, err := path.Match(pattern, address)
	return same && err == nil
}

// Methods returns the methods of an address of the API, as the header Allow lists
// them.
func Methods(address string) string {
	methods := SharedMethods(address)
	for _, r := range rules {
		if isAt(r.path, address) {
			methods = append(methods, withHead(r.method)...)
		}
	}
	return strings.Join(append(methods, http.MethodOptions), ", ")
}

// SharedMethods returns those that any web page may use.
func SharedMethods(address string) []string {
	switch {
	case address == recommendPath:
		return []string{http.MethodPost}
	case address == opmlPath, address == feedsPath, strings.HasPrefix(address, feedsPath+"/"):
		return nil
	}
	return withHead(http.MethodGet)
}

func withHead(method string) []string {
	if method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{method}
}
