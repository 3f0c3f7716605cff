package server

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// deadline returns middleware that ends the context of a request after a time.
func deadline(after time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), after)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// longDeadline returns middleware for a request that may take longer than the timeouts
// of its connection. The request ends early if its body pauses for too long or the server
// stops. The middleware must run after the admin gate.
func (s *Server) longDeadline(after time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		timed, cancel := context.WithTimeout(c.Request.Context(), after)
		defer cancel()
		ctx, cancelCause := context.WithCancelCause(timed)
		defer cancelCause(nil)
		d := &connectionDeadline{connection: http.NewResponseController(c.Writer), end: time.Now().Add(after), pause: s.times.Pause}
		d.begin()
		defer d.finish()
		unregister := context.AfterFunc(s.ending, func() {
			cancelCause(respond.ErrStopping) // first, otherwise the error of the connection would be the cause
			d.abort()
		})
		defer unregister()
		c.Request = c.Request.WithContext(ctx)
		c.Request.Body = pacedBody{c.Request.Body, d}
		c.Next()
	}
}

// connectionDeadline moves the deadlines of one connection. It ignores errors of the
// connection: a connection of a test may have no deadlines, and if it is closed, the next
// read or write fails as well.
type connectionDeadline struct {
	connection *http.ResponseController
	end        time.Time
	pause      time.Duration

	mu      sync.Mutex
	aborted bool
}

func (d *connectionDeadline) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.connection.SetWriteDeadline(d.end.Add(writeTimeout))
	d.readUntil(d.end)
}

// beforeRead limits the next read of the body to one pause. It fails if the server stops.
func (d *connectionDeadline) beforeRead() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readUntil(time.Now().Add(d.pause))
	return d.cause()
}

// afterRead ends the pause, so that the work between two reads does not count.
func (d *connectionDeadline) afterRead() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readUntil(d.end)
	return d.cause()
}

// finish limits the time in which net/http reads the rest of an unread body.
func (d *connectionDeadline) finish() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readUntil(time.Now().Add(readTimeout))
}

// abort ends a running read and all later ones.
func (d *connectionDeadline) abort() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readUntil(time.Unix(1, 0))
	d.aborted = true
}

func (d *connectionDeadline) readUntil(deadline time.Time) {
	if !d.aborted {
		_ = d.connection.SetReadDeadline(deadline)
	}
}

func (d *connectionDeadline) cause() error {
	if d.aborted {
		return respond.ErrStopping
	}
	return nil
}

// pacedBody is a body with a limit for each pause, but not for the whole time.
type pacedBody struct {
	io.ReadCloser
	deadline *connectionDeadline
}

// Read waits for at most one pause.
func (b pacedBody) Read(into []byte) (int, error) {
	if err := b.deadline.beforeRead(); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(into)
	if stopped := b.deadline.afterRead(); stopped != nil && err != nil && err != io.EOF {
		err = stopped
	}
	return n, err
}
