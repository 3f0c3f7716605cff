package embed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"
)

// maxCuts bounds how often a text is halved. Six halvings leave at most 128 bytes
// of the 8,192 that the longest-reading driver sends, fewer tokens than any
// model's limit: what is refused even then is not refused for its length.
const maxCuts = 6

// batchSize is how many texts the provider takes, as far as it is known.
type batchSize struct {
	mu      sync.Mutex
	most    int  // 0 until something was too large
	doubted bool // whether one text alone may be what was too large
	before  int  // what most was then
}

// of returns how many of n texts to send, at most limit.
func (b *batchSize) of(n, limit int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.most > 0 {
		limit = min(limit, b.most)
	}
	return min(n, max(1, limit))
}

// halve remembers that n texts, at least two, were too large together.
func (b *batchSize) halve(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.most > 0 && b.most <= n/2 {
		return // another call was faster
	}
	if !b.doubted {
		b.doubted, b.before = true, b.most
	}
	b.most = n / 2
}

// restore forgets the last halvings, because one text was too large by itself.
func (b *batchSize) restore() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.doubted {
		b.most, b.doubted = b.before, false
	}
}

// some returns the vectors of the first of texts, as many as the provider takes in
// one request, at least one.
func (c *Client) some(ctx context.Context, texts []string, urgent bool) ([][]float32, error) {
	for {
		n := c.size.of(len(texts), c.driver.Info().MaxBatch)
		vectors, err := c.embed(ctx, texts[:n], urgent)
		if !errors.Is(err, ErrTooLarge) {
			return vectors, err
		}
		if n == 1 {
			c.size.restore()
			return c.shorter(ctx, texts[0], urgent, err)
		}
		c.size.halve(n)
	}
}

// shorter returns the vector of the longest beginning of text that the provider
// takes, after it refused the whole with err.
func (c *Client) shorter(ctx context.Context, text string, urgent bool, err error) ([][]float32, error) {
	cut := text
	for range maxCuts {
		if cut = half(cut); blank(cut) {
			break
		}
		var vectors [][]float32
		if vectors, err = c.embed(ctx, []string{cut}, urgent); !errors.Is(err, ErrTooLarge) {
			return vectors, err
		}
	}
	return nil, fmt.Errorf("a text of %d characters, also when it is cut: %w", utf8.RuneCountInString(text), err)
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
