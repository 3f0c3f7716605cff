package data

import (
	"net/url"
	"strings"
)

// Ref identifies an episode by its id, GUID or URL. Exactly one field is set.
type Ref struct {
	ID   EpisodeID
	GUID string
	// URL is compared by [PageKey], so the address in a browser matches the address in
	// the feed.
	URL string
}

// String describes the Ref for messages.
func (r Ref) String() string {
	switch {
	case r.ID != "":
		return `id "` + string(r.ID) + `"`
	case r.GUID != "":
		return `guid "` + r.GUID + `"`
	default:
		return `url "` + r.URL + `"`
	}
}

// PageKey returns a common form of the addresses of one page. It removes the scheme,
// "www.", a default port, the fragment, tracking parameters (utm_*, fbclid, gclid) and
// a trailing slash, and lower-cases the host. Text that is not an absolute address is
// returned unchanged.
func PageKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	key := host + strings.TrimRight(u.EscapedPath(), "/")
	if query := pageQuery(u.RawQuery); query != "" {
		key += "?" + query
	}
	return key
}

// pageQuery removes tracking parameters and sorts the others. A query that cannot be
// parsed may still identify the page, so it is returned unchanged.
func pageQuery(raw string) string {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return strings.TrimSpace(raw)
	}
	for name := range query {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "utm_") || lower == "fbclid" || lower == "gclid" {
			query.Del(name)
		}
	}
	return query.Encode()
}
