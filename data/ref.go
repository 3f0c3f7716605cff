package data

import (
	"net/url"
	"strings"
)

// Ref points at an episode by whichever name the caller knows. Exactly one field
// is set.
type Ref struct {
	ID   EpisodeID
	GUID string
	// URL is compared by [PageKey], so that the address in a browser finds the
	// episode whose address stands in the feed.
	URL string
}

// String says in words what the Ref points at, for messages.
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

// PageKey brings the addresses under which one page is reached to one form:
// without scheme, "www.", default port, fragment, tracking parameters (utm_*,
// fbclid, gclid) and trailing slash, with the host in lower case. It returns
// text that is no absolute address unchanged.
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

// pageQuery drops what tracks and sorts the rest. A query that is not in the
// usual form may name the page in a form of its own, so it stays.
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
