package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"segue/server/metrics"
	"segue/server/respond"
)

// accessLog counts each request in the metrics, and writes one line for it. The line has the route and not the address,
// because the address of a search contains its query, which is private. At the level debug
// the line also has the address.
func (s *Server) accessLog(c *gin.Context) {
	start, w, r := time.Now(), c.Writer, c.Request
	end := s.metrics.Begin()
	defer func() { // also runs if the connection is aborted
		end()
		took := time.Since(start)
		s.count(r, w, took)
		s.logRequest(r, w, took)
	}()
	c.Next()
}

// count adds a finished request to the metrics.
func (s *Server) count(r *http.Request, answer gin.ResponseWriter, took time.Duration) {
	info := respond.InfoOf(r.Context())
	s.metrics.Finished(metrics.Request{
		Route: info.Route, Method: info.Method, Status: sentStatus(r.Context(), answer), Code: info.Code, Took: took,
	})
}

func (s *Server) logRequest(r *http.Request, answer gin.ResponseWriter, took time.Duration) {
	ctx, info := r.Context(), respond.InfoOf(r.Context())
	status := sentStatus(ctx, answer)
	if info.Gone {
		status, info.Code = respond.StatusClientGone, ""
	}
	level := levelOf(status, info)
	if !s.log.Enabled(ctx, level) {
		return
	}
	attributes := append(info.IDs(),
		slog.String("method", info.Method),
		slog.String("route", info.Route),
		slog.Int("status", status),
		slog.Duration("duration", took),
		slog.Int("bytes", sentBytes(info.Method, answer)),
		slog.String("client", info.Client),
	)
	if info.Code != "" {
		attributes = append(attributes, slog.String("code", info.Code))
	}
	if info.Cause != nil {
		attributes = append(attributes, slog.String("error", info.Cause.Error()))
	}
	if s.log.Enabled(ctx, slog.LevelDebug) && !info.HideAddress {
		attributes = append(attributes, slog.String("address", r.RequestURI))
	}
	s.log.LogAttrs(ctx, level, "request", attributes...)
}

// levelOf keeps successful probes out of the log, because they come every few seconds.
func levelOf(status int, info *respond.Info) slog.Level {
	route := info.Route
	switch {
	case info.Busy:
		return slog.LevelDebug // there are thousands of them; [refusalLog] counts them
	case route == "/readyz" && status == http.StatusServiceUnavailable:
		return slog.LevelInfo // an expected answer, not a failure
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	case status == http.StatusOK && (route == "/healthz" || route == "/readyz" || route == metricsPath):
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// sentStatus returns the status that the client received, or would have received.
func sentStatus(ctx context.Context, answer gin.ResponseWriter) int {
	if !answer.Written() && answer.Status() == http.StatusOK && errors.Is(ctx.Err(), context.Canceled) {
		return respond.StatusClientGone
	}
	return answer.Status()
}

// sentBytes returns the size of the body that the client received.
func sentBytes(method string, answer gin.ResponseWriter) int {
	if method == http.MethodHead {
		return 0 // net/http drops the body
	}
	return max(answer.Size(), 0) // the size is negative before the first byte
}
