package embed

import (
	"crypto/sha256"
	"fmt"
)

// Prepare contains the prefixes that a model needs before texts, such as "query: " and
// "passage: " or an instruction. The zero value adds nothing. White space counts: most
// prefixes end with a space.
type Prepare struct {
	// Query is the prefix of queries, Passage the prefix of passages.
	Query, Passage string
}

// WithPrepare makes a [Client] add the prefixes of p to texts before it looks them up,
// counts and embeds them.
func WithPrepare(p Prepare) Option {
	return func(c *Client) { c.prepare = p }
}

// suffixBytes is the number of hash bytes in a suffix. A model is used with few different
// prefixes, so 4 bytes are enough.
const suffixBytes = 4

// suffix returns the part of a model's name that identifies the prefixes. It is empty
// without prefixes, so that existing names do not change.
func (p Prepare) suffix() string {
	if p == (Prepare{}) {
		return ""
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%q %q", p.Query, p.Passage))
	return fmt.Sprintf("+%x", hash[:suffixBytes])
}

// passages returns texts with the prefix of passages.
func (p Prepare) passages(texts []string) []string {
	if p.Passage == "" {
		return texts
	}
	prepared := make([]string, len(texts))
	for i, text := range texts {
		prepared[i] = p.Passage + text
	}
	return prepared
}
