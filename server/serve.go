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
	// headTimeout limits the time to read the headers of a request, which are a few
	// packets.
	headTimeout = 5 * time.Second
	// readTimeout limits the time to read the whole request. Bodies are small, except
	// bodies of admins, which have their own deadline. It is longer than the time limit of a
	// request, because net/http takes its end for the end of the connection, and the client
	// still waits for the answer.
	readTimeout = defaultRequest + 5*time.Second
	// writeTimeout limits the time to build an answer and to send it over a slow
	// connection.
	writeTimeout = 30 * time.Second
	// idleTimeout keeps a connection for a reader's next click.
	idleTimeout = 2 * time.Minute
)

// Serve answers requests on l until ctx ends, and then stops. First /readyz answers 503
// for [Times.Notice]. Then the listener closes, and running requests have [Times.Drain] to
// finish. Uploads and fetches of feeds are aborted. Serve closes l and returns nil after
// such a stop. It returns an error if other requests had to be aborted or l failed.
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
		return fmt.Errorf("serve: aborted requests that were still running after %s", s.times.Drain)
	}
	return err
}
