package embed

import (
	"crypto/sha256"
	"fmt"
)

// Prepare is what a model wants in front of texts, such as "query: " and
// "passage: " or an instruction. The zero value puts nothing there. White space
// counts: most prefixes end in a space.
type Prepare struct {
	// Query stands in front of questions, Passage in front of passages.
	Query, Passage string
}

// WithPrepare has a [Client] put p in front of texts before they are looked up,
// counted and embedded.
func WithPrepare(p Prepare) Option {
	return func(c *Client) { c.prepare = p }
}

// preparedBytes of a hash tell the few ways apart in which somebody prepares the
// texts of one model.
const preparedBytes = 4

// suffix tells vectors of texts that are prepared so from others of the model. It
// is empty where nothing is put in front, so that names that are in use stay.
func (p Prepare) suffix() string {
	if p == (Prepare{}) {
		return ""
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%q %q", p.Query, p.Passage))
	return fmt.Sprintf("+%x", hash[:preparedBytes])
}

// passages returns texts with what stands in front of a passage.
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
