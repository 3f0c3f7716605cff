package server

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"segue/server/limit"
	"segue/server/respond"
)

// Load returns the counters of the queue in front of ranked answers, for metrics.
func (s *Server) Load() limit.Stats { return s.queue.Stats() }

// refusal answers a request that the queue refused.
type refusal func(*gin.Context)

// queued returns middleware that lets a request wait in the queue until it may work. The
// request leaves the queue when its answer is ready to be sent, so a client that reads slowly
// holds no place. In the same way, the body is read before the request enters the queue.
func (s *Server) queued(refuse refusal) gin.HandlerFunc {
	return func(c *gin.Context) {
		readAhead(c)
		leave, retry := s.queue.Enter(c.Request.Context(), clientOf(c))
		if leave == nil {
			s.queue.Pause(c.Request.Context())
			s.refusals.log(s.log, s.queue.Stats())
			c.Header("Retry-After", strconv.Itoa(limit.Seconds(retry)))
			respond.InfoOf(c.Request.Context()).Busy = true
			refuse(c)
			c.Abort()
			return
		}
		defer leave()
		plain := c.Writer
		defer func() { c.Writer = plain }()
		c.Writer = leavingWriter{plain, leave}
		c.Next()
	}
}

// clientOf returns the client of a request for the limits.
func clientOf(c *gin.Context) string {
	return limit.Network(respond.InfoOf(c.Request.Context()).Client)
}

// refuseBusy refuses a request of the API.
func refuseBusy(c *gin.Context) {
	respond.NewProblem(respond.Overloaded, "the server is busy with other requests").Write(c.Writer, c.Request)
}

// startRetry is the value of Retry-After before the catalogue is read, in seconds.
const startRetry = "1"

// requireIndex returns middleware that refuses requests before the catalogue is read. Caches
// would store an empty answer.
func (s *Server) requireIndex(refuse refusal) gin.HandlerFunc {
	return func(c *gin.Context) {
		if s.status().Model == "" { // the engine sets it with its first index
			respond.InfoOf(c.Request.Context()).Busy = true
			c.Header("Retry-After", startRetry)
			refuse(c)
			c.Abort()
		}
	}
}

// refuseStarting refuses a request of the API before the catalogue is read.
func refuseStarting(c *gin.Context) {
	respond.NewProblem(respond.Starting, "the server is reading the catalogue").Write(c.Writer, c.Request)
}

// readAhead reads the body of a request, whose size is limited. The handler gets the error if
// reading fails.
func readAhead(c *gin.Context) {
	if c.Request.ContentLength == 0 {
		return
	}
	body := c.Request.Body
	read, err := io.ReadAll(body)
	c.Request.Body = readBody{bytes.NewReader(read), body, err}
}

// readBody is a body that was read. It ends with the error of reading it.
type readBody struct {
	*bytes.Reader
	io.Closer
	err error
}

// Read returns the next bytes.
func (b readBody) Read(into []byte) (int, error) {
	n, err := b.Reader.Read(into)
	if errors.Is(err, io.EOF) && b.err != nil {
		err = b.err
	}
	return n, err
}

// leavingWriter calls leave when the first byte of an answer is sent.
type leavingWriter struct {
	gin.ResponseWriter
	leave func()
}

// WriteHeaderNow sends the headers.
func (w leavingWriter) WriteHeaderNow() {
	w.leave()
	w.ResponseWriter.WriteHeaderNow()
}

// Write sends b.
func (w leavingWriter) Write(b []byte) (int, error) {
	w.leave()
	return w.ResponseWriter.Write(b)
}

// WriteString sends text.
func (w leavingWriter) WriteString(text string) (int, error) {
	w.leave()
	return w.ResponseWriter.WriteString(text)
}

// refusalsPause is the minimum time between two lines in the log about refused requests.
const refusalsPause = 10 * time.Second

// refusalLog logs refused requests in a few lines, because there are thousands of them when
// the server is overloaded.
type refusalLog struct {
	mu   sync.Mutex
	next time.Time
	last uint64
}

func (l *refusalLog) log(log *slog.Logger, stats limit.Stats) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := time.Now(); now.After(l.next) {
		log.Warn("overloaded: requests are refused", "refused", stats.Refused-l.last, "waiting", stats.Waiting, "working", stats.Working)
		l.next, l.last = now.Add(refusalsPause), stats.Refused
	}
}
