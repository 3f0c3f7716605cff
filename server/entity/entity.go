// Package entity makes and compares entity tags (RFC 9110, section 8.8.3).
package entity

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// Gzip is what stands at the end of a tag when the bytes were compressed on
// their way out: compressed bytes are another representation and need another
// strong tag. For zstd the compressor puts "zstd" in the place of "gzip".
const Gzip = "-gzip"

var codings = []string{Gzip, "-zstd"}

// Tag returns the strong tag of body: a hash of its bytes. An answer depends on
// the catalogue, the model, the parameters and the program's version; the bytes
// hold all of them and forget none, so a tag never has to be thought of when
// something new begins to matter. Hashing costs microseconds, the saving is the
// transfer.
func Tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// Match looks for tag in a request's If-None-Match and returns it in the form in
// which the client has it, which is also the form that a 304 must repeat. The tag
// of compressed bytes counts only where the request accepts their coding: a cache
// would otherwise give them to a client that cannot read them.
func Match(header http.Header, tag string) (known string, ok bool) {
	candidates := strings.Join(header.Values("If-None-Match"), ",")
	if strings.TrimSpace(candidates) == "*" {
		return tag, true
	}
	for candidate := range strings.SplitSeq(candidates, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		base, coding := identity(known)
		if base == tag && accepts(header, coding) {
			return known, true
		}
	}
	return "", false
}

// accepts reports whether a request names a coding, such as "-gzip"; it need not
// name none.
func accepts(header http.Header, coding string) bool {
	accepted := strings.ToLower(strings.Join(header.Values("Accept-Encoding"), ","))
	return strings.Contains(accepted, strings.TrimPrefix(coding, "-"))
}

// identity is the tag of the same body without compression, and the coding that
// it had, empty for none.
func identity(tag string) (base, coding string) {
	for _, coding := range codings {
		if base, ok := strings.CutSuffix(tag, coding+`"`); ok {
			return base + `"`, coding
		}
	}
	return tag, ""
}
