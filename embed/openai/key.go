package openai

import (
	"net/url"
	"strings"
)

// placeholder replaces a key in printed text.
const placeholder = "[key]"

// Key is an API key. It cannot be printed, logged or encoded, since it is stored in a
// function, which no formatter calls. The zero value is no key.
type Key struct {
	reveal func() string
}

// NewKey returns a key. It removes white space around text.
func NewKey(text string) Key {
	text = strings.TrimSpace(text)
	if text == "" {
		return Key{}
	}
	return Key{func() string { return text }}
}

// String returns "[key]", or "" if there is no key.
func (k Key) String() string {
	if k.empty() {
		return ""
	}
	return placeholder
}

// GoString returns the same as String.
func (k Key) GoString() string { return k.String() }

func (k Key) empty() bool { return k.reveal == nil }

func (k Key) text() string {
	if k.empty() {
		return ""
	}
	return k.reveal()
}

// isValid reports whether the key can be sent in a header.
func (k Key) isValid() bool {
	return !strings.ContainsFunc(k.text(), func(r rune) bool { return r <= ' ' || r > '~' })
}

// redact replaces the key in foreign text.
func (k Key) redact(text string) string {
	if k.empty() {
		return text
	}
	text = strings.ReplaceAll(text, k.text(), placeholder)
	return strings.ReplaceAll(text, url.QueryEscape(k.text()), placeholder)
}
