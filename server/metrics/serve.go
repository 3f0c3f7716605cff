package metrics

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// headTimeout and writeTimeout limit the requests of a monitoring system on the same network.
const headTimeout, writeTimeout = 5 * time.Second, 30 * time.Second

// Serve answers /metrics on a listener of its own until ctx ends. It closes the listener. Every
// client of the listener may read the metrics.
func (m *Metrics) Serve(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	s := &http.Server{Handler: mux, ReadHeaderTimeout: headTimeout, WriteTimeout: writeTimeout}
	defer context.AfterFunc(ctx, func() { s.Close() })()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}
