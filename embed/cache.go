package embed

import (
	"context"
	"time"
)

// NoCache is a [Cache] that stores nothing.
type NoCache struct{}

// Vectors returns no vector.
func (NoCache) Vectors(context.Context, string, []TextHash) (map[TextHash][]float32, error) {
	return map[TextHash][]float32{}, nil
}

// SaveVectors does nothing.
func (NoCache) SaveVectors(context.Context, string, map[TextHash][]float32) error { return nil }

// saveTimeout is how long saving a finished batch may continue after the call was
// cancelled. It is enough for one transaction, and short enough for a user who pressed
// Ctrl-C.
const saveTimeout = 5 * time.Second

// extendContext returns a context that ends later than ctx, by extra.
func extendContext(ctx context.Context, extra time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(extra):
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { stop(); cancel() }
}
