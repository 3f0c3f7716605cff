package data

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// PageKey returns a common form of the addresses of one page. Text that is not an absolute
// address is returned without the space around it. These addresses have the same key:
//
//   - another scheme, user, default port or fragment; "www." or "amp." before the host; the
//     host in another case, or an international name in its ASCII form
//   - another percent-encoding of the same path (RFC 3986, section 6.2.2) or the same
//     characters unencoded; composed and decomposed letters (NFC)
//   - a slash, "index.html" or "index.php" at the end (the default documents of Apache, nginx
//     and PHP), and ".html" or ".htm" (the clean addresses of static site generators)
//   - an AMP version: a segment "amp" at the beginning or the end (AMP plugins of WordPress),
//     ".amp" before ".html", and the parameters amp and outputType
//   - other [TrackingParameters], or the parameters in another order
//
// The widget has a copy in widget/src/address.js; a test compares both.
func PageKey(address string) string {
	address = strings.TrimSpace(address)
	parts := absoluteAddress.FindStringSubmatch(address)
	if parts == nil {
		return address
	}
	key := hostKey(parts[1] + parts[2])
	if port := parts[3]; port != "" && port != "80" && port != "443" {
		key += ":" + port
	}
	key += pathKey(parts[4])
	if query := queryKey(parts[5]); query != "" {
		key += "?" + query
	}
	return key
}

// absoluteAddress matches an address with the parts IPv6 address, host, port, path and query.
var absoluteAddress = regexp.MustCompile(`(?s)^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?(?:\[([^\]]*)\]|([^/?#:]+))(?::(\d*))?(/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$`)

func hostKey(host string) string {
	host = strings.ToLower(host)
	if strings.IndexFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		}
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "www."), ".")
	return strings.TrimPrefix(host, "amp.")
}

// pathKey returns the segments of a path that identify the page.
func pathKey(path string) string {
	segments := strings.Split(path, "/")[1:]
	for i, s := range segments {
		segments[i] = escaped(s)
	}
	segments = withoutEnding(segments)
	if len(segments) > 1 && segments[0] == "amp" {
		segments = segments[1:]
	}
	if len(segments) == 0 {
		return ""
	}
	return "/" + strings.Join(segments, "/")
}

// pageEnding matches the endings that a server adds to a page, and pageFile the names of
// default documents. Both are regular expressions of JavaScript, too.
var (
	pageEnding = regexp.MustCompile(`(?i)(.)(\.amp)?\.html?$`)
	pageFile   = regexp.MustCompile(`(?i)^(index(\.php)?|default\.aspx)?$`)
)

// withoutEnding removes endings, default documents and "amp" from the end of a path.
func withoutEnding(segments []string) []string {
	for len(segments) > 0 {
		last := len(segments) - 1
		plain := pageEnding.ReplaceAllString(segments[last], "$1")
		switch {
		case pageFile.MatchString(plain), plain == "amp" && last > 0:
			segments = segments[:last]
		case plain != segments[last]:
			segments[last] = plain
		default:
			return segments
		}
	}
	return segments
}

// queryKey removes the parameters that do not identify the page, and sorts the others by
// name.
func queryKey(query string) string {
	type parameter struct{ name, pair string }
	var kept []parameter
	for pair := range strings.SplitSeq(strings.ReplaceAll(query, "+", " "), "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = escaped(name)
		if pair != "" && !tracking.MatchString(name) {
			kept = append(kept, parameter{name, name + "=" + escaped(value)})
		}
	}
	slices.SortStableFunc(kept, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	pairs := make([]string, len(kept))
	for i, p := range kept {
		pairs[i] = p.pair
	}
	return strings.Join(pairs, "&")
}

// escape matches a percent-encoded byte.
var escape = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// escaped returns one encoding of a text: all bytes are percent-encoded in upper case, except
// for the unreserved characters of RFC 3986. Letters are composed.
func escaped(s string) string {
	s = escape.ReplaceAllStringFunc(s, func(hex string) string { return string([]byte{unhex(hex[1])<<4 | unhex(hex[2])}) })
	if utf8.ValidString(s) {
		s = norm.NFC.String(s)
	}
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}

func unhex(c byte) byte {
	if c >= '0' && c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
