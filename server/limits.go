package server

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"segue/server/api"
	"segue/server/respond"
)

const (
	// maxAddress is the longest address in bytes. The longest search fits, 1,000
	// characters of twelve bytes each when percent-encoded, and some filters.
	maxAddress = 14 << 10
	// maxHeaders bounds all headers together. The API needs none; cookies of
	// other services under the same host fit in.
	maxHeaders = 16 << 10
	// maxBody bounds a body that no rule of the API lets be larger. The longest taste has a hundredth of it in ids, and
	// fits with addresses of a thousand bytes.
	maxBody = 64 << 10
	// maxTold bounds what a hub tells, which may be the whole of a large feed. None of it
	// is kept: it is hashed as it comes, and only where the address is right.
	maxTold = 16 << 20
	// maxRequestHead is where net/http itself hangs up. It leaves room for the
	// two limits above, which answer by a problem.
	maxRequestHead = 64 << 10
)

// limited refuses what is larger than any request that makes sense.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := bodyLimit(r)
		if p := oversize(r, most); p != nil {
			p.Write(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

func bodyLimit(r *http.Request) int64 {
	if strings.HasPrefix(r.URL.Path, hubPath) {
		return maxTold
	}
	return cmp.Or(api.RuleOf(r.Method, r.URL.Path).Body, maxBody)
}

func oversize(r *http.Request, body int64) *respond.Problem {
	switch {
	case len(r.RequestURI) > maxAddress:
		return respond.NewProblem(respond.AddressTooLong, "the address has %d bytes, at most %d are read", len(r.RequestURI), maxAddress)
	case headerBytes(r.Header) > maxHeaders:
		return respond.NewProblem(respond.HeadersTooLarge, "the headers have %d bytes, at most %d are read", headerBytes(r.Header), maxHeaders)
	case r.ContentLength > body:
		return respond.NewProblem(respond.BodyTooLarge, "the body has %d bytes, at most %d are read", r.ContentLength, body)
	}
	return nil
}

func headerBytes(h http.Header) int {
	n := 0
	for name, values := range h {
		for _, v := range values {
			n += len(name) + len(v)
		}
	}
	return n
}

// timed ends a request's context when its time is up.
func (s *Server) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		longer := api.RuleOf(r.Method, r.URL.Path).Time
		ctx, cancel := context.WithTimeout(r.Context(), cmp.Or(longer, s.times.Request))
		defer cancel()
		r = r.WithContext(ctx)
		if longer > 0 {
			s.patiently(next, w, r, longer)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Times bound what requests and stopping take.
type Times struct {
	// Request is the longest time that an answer may take to be made.
	Request time.Duration
	// Pause is how long the body of an upload may stop coming.
	Pause time.Duration
	// Notice is how long /readyz says 503 before the listener closes, so that a
	// load balancer looks elsewhere first. There is none by default: who runs
	// one process waits for nobody.
	Notice time.Duration
	// Drain is how long requests that are under way may take to finish once the
	// listener is closed.
	Drain time.Duration
}

const (
	// defaultRequest is much longer than any answer takes, and shorter than
	// writeTimeout, so that a problem can still be sent.
	defaultRequest = 10 * time.Second
	// defaultPause is enough for a mobile line that is lost and found again.
	defaultPause = 30 * time.Second
	// defaultDrain lets every request that is under way end by its own time.
	defaultDrain = defaultRequest + 2*time.Second
)

func (t Times) orDefaults() Times {
	if t.Request == 0 {
		t.Request = defaultRequest
	}
	if t.Pause == 0 {
		t.Pause = defaultPause
	}
	if t.Drain == 0 {
		t.Drain = defaultDrain
	}
	return t
}
