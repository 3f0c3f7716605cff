package respond

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// GzipSuffix ends the entity tag of a body that was compressed with gzip. Compressed
// bytes are another representation and need another strong tag (RFC 9110, section
// 8.8.3). The compressor writes "zstd" in place of "gzip" if it used zstd.
const GzipSuffix = "-gzip"

var codingSuffixes = []string{GzipSuffix, "-zstd"}

// ETag returns the strong entity tag of body: a hash of its bytes. The bytes depend on
// the catalogue, the model, the parameters and the version of the program, so the tag
// changes when any of them changes the answer.
func ETag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// MatchETag looks for tag in the If-None-Match header of a request. It returns the form
// of the tag that the client has, which a 304 must repeat. The tag of compressed bytes
// counts only if the request accepts their coding. Otherwise a cache could give those
// bytes to a client that cannot read them.
func MatchETag(header http.Header, tag string) (known string, ok bool) {
	candidates := strings.Join(header.Values("If-None-Match"), ",")
	if strings.TrimSpace(candidates) == "*" {
		return tag, true
	}
	for candidate := range strings.SplitSeq(candidates, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		base, coding := splitCoding(known)
		if base == tag && accepts(header, coding) {
			return known, true
		}
	}
	return "", false
}

// accepts reports whether a request accepts the coding of a suffix such as "-gzip".
// Every request accepts an empty suffix.
func accepts(header http.Header, suffix string) bool {
	accepted := strings.ToLower(strings.Join(header.Values("Accept-Encoding"), ","))
	return strings.Contains(accepted, strings.TrimPrefix(suffix, "-"))
}

// splitCoding returns the tag of the uncompressed body, and the suffix of the coding.
// The suffix is empty for a body without compression.
func splitCoding(tag string) (base, suffix string) {
	for _, suffix := range codingSuffixes {
		if base, ok := strings.CutSuffix(tag, suffix+`"`); ok {
			return base + `"`, suffix
		}
	}
	return tag, ""
}
