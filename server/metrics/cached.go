package metrics

import (
	"context"
	"sync"
	"time"
)

// modelsMaxAge is the time for which the count of the vectors is reused. Counting reads all
// rows of a table, which takes some milliseconds per 10,000 vectors.
const modelsMaxAge = time.Minute

// cached reads a value at most once in maxAge.
type cached[T any] struct {
	read   func(context.Context) (T, error)
	maxAge time.Duration

	mu    sync.Mutex
	until time.Time
	last  T
	known bool
}

// get returns the value, or the last one if it cannot be read. It returns false if it has
// never been read.
func (c *cached[T]) get(ctx context.Context) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.After(c.until) {
		if value, err := c.read(ctx); err == nil {
			c.last, c.known, c.until = value, true, now.Add(c.maxAge)
		}
	}
	return c.last, c.known
}
