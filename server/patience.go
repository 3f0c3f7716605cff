package server

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"segue/server/respond"
)

// patiently lets a request take longer than the connection would, as long as its body
// does not pause and the server does not stop.
func (s *Server) patiently(next http.Handler, w http.ResponseWriter, r *http.Request, limit time.Duration) {
	ctx, breakOff := context.WithCancelCause(r.Context())
	defer breakOff(nil)
	p := &patience{connection: http.NewResponseController(w), end: time.Now().Add(limit), pause: s.times.Pause}
	respond.InfoOf(ctx).Admitted = p.begin
	defer p.finish()
	forget := context.AfterFunc(s.ending, func() {
		breakOff(respond.ErrStopping) // before the connection fails, which would be the cause
		p.breakOff()
	})
	defer forget()
	r = r.WithContext(ctx)
	r.Body = pacedBody{r.Body, p}
	next.ServeHTTP(w, r)
}

// patience moves the deadlines of one connection. It begins when the request is known to
// be an admin's: nobody else may hold a connection for that long.
type patience struct {
	connection *http.ResponseController
	end        time.Time
	pause      time.Duration

	mu            sync.Mutex
	begun, broken bool
}

func (p *patience) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begun = true
	// Errors say that the connection has no deadlines, as in a test without one, or that
	// it is closed, as the next read or write will say.
	_ = p.connection.SetWriteDeadline(p.end.Add(writeTimeout))
	p.readUntil(p.end)
}

// wait gives the next read of the body one pause. It fails when the server stops.
func (p *patience) wait() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.readUntil(time.Now().Add(p.pause))
	return p.whyBroken()
}

// rest keeps the time of the answer from counting as a pause.
func (p *patience) rest() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.readUntil(p.end)
	return p.whyBroken()
}

// finish is for what net/http reads of a body that nobody wanted to the end.
func (p *patience) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.readUntil(time.Now().Add(readTimeout))
}

// breakOff ends a read that waits, and all after it.
func (p *patience) breakOff() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.readUntil(time.Unix(1, 0))
	p.broken = true
}

// readUntil does nothing for a request that is not an admin's, and once it is broken off.
func (p *patience) readUntil(deadline time.Time) {
	if p.begun && !p.broken {
		_ = p.connection.SetReadDeadline(deadline)
	}
}

func (p *patience) whyBroken() error {
	if p.broken {
		return respond.ErrStopping
	}
	return nil
}

// pacedBody is a body that may take its time, but not stop coming.
type pacedBody struct {
	io.ReadCloser
	patience *patience
}

// Read waits for more of the body for one pause at most.
func (b pacedBody) Read(into []byte) (int, error) {
	if err := b.patience.wait(); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(into)
	if broken := b.patience.rest(); broken != nil && err != nil && err != io.EOF {
		err = broken
	}
	return n, err
}
