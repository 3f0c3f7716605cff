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
	// headTimeout is for the head of a request, which is one packet or a few.
	headTimeout = 5 * time.Second
	// readTimeout is for the whole request; bodies are small, but for those of admins,
	// who get more time.
	readTimeout = 10 * time.Second
	// writeTimeout is for making an answer and sending it over a slow line.
	writeTimeout = 30 * time.Second
	// idleTimeout keeps a connection for a reader's next click.
	idleTimeout = 2 * time.Minute
)

// Serve answers requests on l until ctx ends, and then stops: /readyz says 503
// for [Times.Notice], the listener closes, and requests that are under way have
// [Times.Drain] to finish; uploads and reads of feeds are broken off. It closes l and returns nil after such a stop, an
// error if requests had to be broken off or l failed.
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
