package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"segue/server/respond"
)

// recovered turns a panic into a problem. The log gets the stack, the client
// only the id under which it stands there. Where an answer has begun, it is
// broken off, so that nobody takes a half for the whole.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &counter{ResponseWriter: w}
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v) // somebody means to break off
			}
			s.log.LogAttrs(r.Context(), slog.LevelError, "panic",
				slog.String("request_id", respond.InfoOf(r.Context()).ID),
				slog.Any("panic", v), slog.String("stack", string(debug.Stack())))
			if sent.status != 0 {
				panic(http.ErrAbortHandler)
			}
			respond.HideCause(respond.Internal, fmt.Errorf("panic: %v", v)).Write(w, r)
		}()
		next.ServeHTTP(sent, r)
	})
}
