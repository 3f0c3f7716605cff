// Package admin says who may change the catalogue: whoever knows the one key that
// the server was given. A key is compared in constant time, and who guesses is made
// to wait.
package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// hidden stands for a key wherever one would be printed.
const hidden = "[key]"

// Key is the secret of whoever runs the server. It cannot be printed, logged or
// encoded, which all give what String does: only its hash is kept, in a function, which no formatter looks into. The
// zero value is no key.
type Key struct {
	same func(string) bool
}

// NewKey returns text as a key, without white space around it.
func NewKey(text string) Key {
	if text = strings.TrimSpace(text); text == "" {
		return Key{}
	}
	want := sha256.Sum256([]byte(text))
	return Key{func(given string) bool {
		got := sha256.Sum256([]byte(given)) // hashes have one length, so that the key's is not told either
		return subtle.ConstantTimeCompare(want[:], got[:]) == 1
	}}
}

// IsSet reports whether there is a key.
func (k Key) IsSet() bool { return k.same != nil }

// String returns "[key]", or nothing where there is no key.
func (k Key) String() string {
	if !k.IsSet() {
		return ""
	}
	return hidden
}

// GoString returns the same as String.
func (k Key) GoString() string { return k.String() }

// MarshalText returns the same as String.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
