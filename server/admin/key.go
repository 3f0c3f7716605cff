// Package admin checks the admin key, which allows a client to change the catalogue. It
// compares keys in constant time, and limits answers to wrong keys.
package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"strings"
)

// minLength is the length of the shortest key in bytes. Sixteen random characters cannot be
// guessed, even by a client that tries a thousand keys per second for years.
const minLength = 16

// hidden is printed instead of a key.
const hidden = "[key]"

// Key is the admin key. It cannot be printed, logged or encoded: all give the result of
// String. A Key only has the hash of the text, inside a function, which formatters cannot
// inspect. The zero value is no key.
type Key struct {
	matches func(string) bool
}

// NewKey returns text as a key, without white space around it.
func NewKey(text string) Key {
	if text = strings.TrimSpace(text); text == "" {
		return Key{}
	}
	want := sha256.Sum256([]byte(text))
	return Key{func(given string) bool {
		got := sha256.Sum256([]byte(given)) // all hashes have one length, so the time does not depend on the key's length
		return subtle.ConstantTimeCompare(want[:], got[:]) == 1
	}}
}

// CheckLength returns an error if text is too short for a key. An empty text is no key and
// is allowed.
func CheckLength(text string) error {
	if n := len(strings.TrimSpace(text)); n > 0 && n < minLength {
		return fmt.Errorf("the admin key has %d characters; want at least %d, such as the output of \"openssl rand -hex 32\"", n, minLength)
	}
	return nil
}

// IsSet reports whether there is a key.
func (k Key) IsSet() bool { return k.matches != nil }

// String returns "[key]", or an empty string if there is no key.
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
