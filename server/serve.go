package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// headTimeout limits the head of a request, which is one packet or a few.
	headTimeout = 5 * time.Second
	// readTimeout limits the whole request. Bodies are small, except bodies of admins, for
	// which the deadline is moved.
	readTimeout = 10 * time.Second
	// writeTimeout limits the time to make an answer and to send it over a slow line.
	writeTimeout = 30 * time.Second
	// idleTimeout keeps a connection for a reader's next click.
	idleTimeout = 2 * time.Minute
)

// Serve answers requests on l until ctx ends, and then stops. First /readyz answers 503
// for [Times.Notice]. Then the listener closes, and running requests have [Times.Drain] to
// finish; uploads and reads of feeds are broken off. Serve closes l and returns nil after
// such a stop. It returns an error if other requests had to be broken off or l failed.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxRequestHead,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
		return s.stop(server)
	}
}

func (s *Server) stop(server *http.Server) error {
	s.stopping.Store(true)
	time.Sleep(s.times.Notice)
	s.end()
	ctx, cancel := context.WithTimeout(context.Background(), s.times.Drain)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		server.Close()
		return fmt.Errorf("serve: requests still under way after %s were broken off", s.times.Drain)
	}
	return err
}
