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
	query := u.Query()
	for name := range query {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "utm_") || lower == "fbclid" || lower == "gclid" {
			query.Del(name)
		}
	}
	key := host + strings.TrimRight(u.EscapedPath(), "/")
	if len(query) > 0 {
		key += "?" + query.Encode()
	}
	return key
}
