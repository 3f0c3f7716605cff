package openai

import (
	"net/url"
	"strings"
)

// hidden stands for a key wherever one would be printed.
const hidden = "[key]"

// Key is a provider's secret. It cannot be printed, logged or encoded: it hides
// in a function, which no formatter looks into. The zero value is no key.
type Key struct {
	reveal func() string
}

// NewKey returns text as a key, without white space around it.
func NewKey(text string) Key {
	text = strings.TrimSpace(text)
	if text == "" {
		return Key{}
	}
	return Key{func() string { return text }}
}

// String returns "[key]", or nothing where there is no key.
func (k Key) String() string {
	if k.empty() {
		return ""
	}
	return hidden
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

// sendable reports whether the key can stand in a header.
func (k Key) sendable() bool {
	return !strings.ContainsFunc(k.text(), func(r rune) bool { return r <= ' ' || r > '~' })
}

// redact hides the key in text that somebody else wrote.
func (k Key) redact(text string) string {
	if k.empty() {
		return text
	}
	text = strings.ReplaceAll(text, k.text(), hidden)
	return strings.ReplaceAll(text, url.QueryEscape(k.text()), hidden)
}
