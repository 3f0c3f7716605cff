package embedtest

import (
	"context"
	"slices"
	"sync"

	"segue/embed"
)

// Cache is an [embed.Cache] in memory, for tests. It never removes vectors. The zero
// value is empty and ready for use.
type Cache struct {
	mu      sync.Mutex
	vectors map[cacheKey][]float32
}

type cacheKey struct {
	model string
	text  embed.TextHash
}

// Vectors returns copies of the stored vectors, or ctx's error.
func (c *Cache) Vectors(ctx context.Context, model string, texts []embed.TextHash) (map[embed.TextHash][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found := map[embed.TextHash][]float32{}
	for _, text := range texts {
		if v, ok := c.vectors[cacheKey{model, text}]; ok {
			found[text] = slices.Clone(v)
		}
	}
	return found, nil
}

// SaveVectors stores copies of vectors, or returns ctx's error.
func (c *Cache) SaveVectors(ctx context.Context, model string, vectors map[embed.TextHash][]float32) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.vectors == nil {
		c.vectors = map[cacheKey][]float32{}
	}
	for text, v := range vectors {
		c.vectors[cacheKey{model, text}] = slices.Clone(v)
	}
	return nil
}

// Len returns the number of stored vectors.
func (c *Cache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.vectors)
}
