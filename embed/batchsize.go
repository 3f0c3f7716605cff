package embed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"
)

// maxCuts limits how often a text is halved. A driver sends at most 8,192 bytes of a
// text. Six halvings leave at most 128 bytes, which is below the token limit of any
// model. If that is still too large, the length is not the reason.
const maxCuts = 6

// batchSize is the number of texts that the provider accepts in a request.
type batchSize struct {
	mu        sync.Mutex
	limit     int  // 0 until a batch is too large
	tentative bool // true if a single text may be the reason
	previous  int  // limit before it became tentative
}

// of returns the number of texts to send, at most n and limit.
func (b *batchSize) of(n, limit int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limit > 0 {
		limit = min(limit, b.limit)
	}
	return min(n, max(1, limit))
}

// halve halves the limit after a batch of n texts, at least two, was too large.
func (b *batchSize) halve(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limit > 0 && b.limit <= n/2 {
		return // another call has already done it
	}
	if !b.tentative {
		b.tentative, b.previous = true, b.limit
	}
	b.limit = n / 2
}

// restore undoes the last halvings after a single text was too large.
func (b *batchSize) restore() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tentative {
		b.limit, b.tentative = b.previous, false
	}
}

// embedSome returns the vectors of the first texts: as many as the provider accepts in
// one request, at least one.
func (c *Client) embedSome(ctx context.Context, texts []string, interactive bool) ([][]float32, error) {
	for {
		n := c.size.of(len(texts), c.driver.Info().MaxBatch)
		vectors, err := c.embed(ctx, texts[:n], interactive)
		if !errors.Is(err, ErrTooLarge) {
			return vectors, err
		}
		if n == 1 {
			c.size.restore()
			return c.embedShortened(ctx, texts[0], interactive, err)
		}
		c.size.halve(n)
	}
}

// embedShortened returns the vector of the longest prefix of text that the provider
// accepts, after it rejected the whole text with err.
func (c *Client) embedShortened(ctx context.Context, text string, interactive bool, err error) ([][]float32, error) {
	cut := text
	for range maxCuts {
		if cut = half(cut); blank(cut) {
			break
		}
		var vectors [][]float32
		if vectors, err = c.embed(ctx, []string{cut}, interactive); !errors.Is(err, ErrTooLarge) {
			return vectors, err
		}
	}
	return nil, fmt.Errorf("a text of %d characters, even after cutting it: %w", utf8.RuneCountInString(text), err)
}

// half returns the first half of a text's runes.
func half(text string) string {
	n := utf8.RuneCountInString(text) / 2
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
