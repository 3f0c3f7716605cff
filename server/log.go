package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"segue/server/respond"
)

// statusClientGone is logged for a client that did not wait; nobody receives it.
const statusClientGone = 499

// logged writes one line for each request: what was asked by its route, never by
// its address, because the query string holds what a listener asked. Only the
// level debug has the address.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		counted := &counter{ResponseWriter: w}
		defer func() { s.logRequest(r, counted, time.Since(start)) }() // also when the connection is aborted
		next.ServeHTTP(counted, r)
	})
}

func (s *Server) logRequest(r *http.Request, answer *counter, took time.Duration) {
	ctx, info := r.Context(), respond.InfoOf(r.Context())
	if r.Method == http.MethodHead {
		answer.bytes = 0 // net/http takes the body and drops it
	}
	status := answer.finalStatus(ctx)
	level := levelOf(status, info.Route)
	if !s.log.Enabled(ctx, level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("request_id", info.ID),
		slog.String("method", r.Method),
		slog.String("route", info.Route),
		slog.Int("status", status),
		slog.Duration("duration", took),
		slog.Int64("bytes", answer.bytes),
		slog.String("client", info.Client),
	}
	if info.Code != "" {
		attributes = append(attributes, slog.String("code", info.Code))
	}
	if info.Cause != nil {
		attributes = append(attributes, slog.String("error", info.Cause.Error()))
	}
	if s.log.Enabled(ctx, slog.LevelDebug) && !strings.HasPrefix(r.URL.Path, hubPath) { // whose addresses are secrets
		attributes = append(attributes, slog.String("address", r.RequestURI))
	}
	s.log.LogAttrs(ctx, level, "request", attributes...)
}

// levelOf keeps probes, which come every few seconds, out of the log as long as
// they succeed.
func levelOf(status int, route string) slog.Level {
	switch {
	case route == "/readyz" && status == http.StatusServiceUnavailable:
		return slog.LevelInfo // that is its answer, not a failure
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	case status == http.StatusOK && (route == "/healthz" || route == "/readyz"):
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// counter remembers what was sent.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the first final status.
func (c *counter) WriteHeader(status int) {
	if c.status == 0 && status >= http.StatusOK {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write counts what reached the connection.
func (c *counter) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// finalStatus is what the client received, or would have.
func (c *counter) finalStatus(ctx context.Context) int {
	switch {
	case c.status != 0:
		return c.status
	case errors.Is(ctx.Err(), context.Canceled):
		return statusClientGone
	}
	return http.StatusOK // net/http sends it for a handler that does nothing
}
