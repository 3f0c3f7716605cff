package embed

import (
	"context"
	"time"
)

// NoCache is a [Cache] that keeps nothing.
type NoCache struct{}

// Vectors returns no vector.
func (NoCache) Vectors(context.Context, string, []TextHash) (map[TextHash][]float32, error) {
	return map[TextHash][]float32{}, nil
}

// SaveVectors forgets the vectors.
func (NoCache) SaveVectors(context.Context, string, map[TextHash][]float32) error { return nil }

// saveTime is how long saving a finished batch may go on after the call was
// cancelled: ample for one transaction, short for somebody who pressed Ctrl-C.
const saveTime = 5 * time.Second

// outlive returns a context that ends extra after ctx does.
func outlive(ctx context.Context, extra time.Duration) (context.Context, context.CancelFunc) {
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
