package server

import (
	"context"
	"net/http"
	"time"

	"segue/server/problem"
)

const (
	// maxAddress is the longest address in bytes. The longest search fits, 1,000
	// characters of twelve bytes each when percent-encoded, and some filters.
	maxAddress = 14 << 10
	// maxHeaders bounds all headers together. The API needs none; cookies of
	// other services under the same host fit in.
	maxHeaders = 16 << 10
	// maxBody bounds a body. The longest taste has a hundredth of it in ids, and
	// fits with addresses of a thousand bytes.
	maxBody = 64 << 10
	// maxRequestHead is where net/http itself hangs up. It leaves room for the
	// two limits above, which answer by a problem.
	maxRequestHead = 64 << 10
)

// limited refuses what is larger than any request that makes sense.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := oversize(r); p != nil {
			p.Write(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

func oversize(r *http.Request) *problem.Problem {
	switch {
	case len(r.RequestURI) > maxAddress:
		return problem.New(problem.AddressTooLong, "the address has %d bytes, at most %d are read", len(r.RequestURI), maxAddress)
	case headerBytes(r.Header) > maxHeaders:
		return problem.New(problem.HeadersTooLarge, "the headers have %d bytes, at most %d are read", headerBytes(r.Header), maxHeaders)
	case r.ContentLength > maxBody:
		return problem.New(problem.BodyTooLarge, "the body has %d bytes, at most %d are read", r.ContentLength, maxBody)
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
		ctx, cancel := context.WithTimeout(r.Context(), s.times.Request)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Times bound what requests and stopping take.
type Times struct {
	// Request is the longest time that an answer may take to be made.
	Request time.Duration
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
	// defaultDrain lets every request that is under way end by its own time.
	defaultDrain = defaultRequest + 2*time.Second
)

func (t Times) orDefaults() Times {
	if t.Request == 0 {
		t.Request = defaultRequest
	}
	if t.Drain == 0 {
		t.Drain = defaultDrain
	}
	return t
}
