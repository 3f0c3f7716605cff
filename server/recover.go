package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// recoverPanics turns a panic into a problem. The log gets the stack, and the client gets
// the id of the log line. If the answer was sent in part, the connection is aborted, so
// that the client can detect that the answer is incomplete.
func (s *Server) recoverPanics(c *gin.Context) {
	w, r := c.Writer, c.Request
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v) // the handler aborts the connection on purpose
		}
		s.log.LogAttrs(r.Context(), slog.LevelError, "panic", append(respond.InfoOf(r.Context()).IDs(),
			slog.Any("panic", v), slog.String("stack", string(debug.Stack())))...)
		if w.Written() {
			panic(http.ErrAbortHandler)
		}
		respond.HideCause(respond.Internal, fmt.Errorf("panic: %v", v)).Write(w, r)
		c.Abort()
	}()
	c.Next()
}
