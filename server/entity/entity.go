// Package entity makes and compares entity tags (RFC 9110, section 8.8.3).
package entity

import (
	"crypto/sha256"
	"encoding/base64"
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

// Match looks for tag in an If-None-Match header and returns it in the form in
// which the client has it, which is also the form that a 304 must repeat.
func Match(header, tag string) (known string, ok bool) {
	if strings.TrimSpace(header) == "*" {
		return tag, true
	}
	for candidate := range strings.SplitSeq(header, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if identity(known) == tag {
			return known, true
		}
	}
	return "", false
}

// identity is the tag of the same body without compression.
func identity(tag string) string {
	for _, coding := range codings {
		if base, ok := strings.CutSuffix(tag, coding+`"`); ok {
			return base + `"`
		}
	}
	return tag
}
