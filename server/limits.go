package server

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

const (
	// maxAddress is the maximum length of a URL in bytes. The longest query fits: 1,000
	// characters of twelve bytes each when percent-encoded, and some filters.
	maxAddress = 14 << 10
	// maxHeaders limits the size of all headers together. The API needs only small ones,
	// but a browser also sends the cookies of other services on the same host.
	maxHeaders = 16 << 10
	// maxBody is the maximum size of a body if the rule of a route has no other limit. The
	// longest list of liked episodes fits, with URLs of a thousand bytes.
	maxBody = 64 << 10
	// maxRequestHead is the size of the request line and the headers above which net/http
	// refuses a request without a problem. It is larger than maxAddress and maxHeaders
	// together, whose answers are problems.
	maxRequestHead = 64 << 10
)

// limitSize returns middleware that refuses a request that is too large. A body of 0 bytes
// means [maxBody].
func limitSize(body int64) gin.HandlerFunc {
	body = cmp.Or(body, maxBody)
	return func(c *gin.Context) {
		if p := tooLarge(c.Request, body); p != nil {
			p.Write(c.Writer, c.Request)
			c.Abort()
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, body)
	}
}

func tooLarge(r *http.Request, body int64) *respond.Problem {
	switch {
	case len(r.RequestURI) > maxAddress:
		return respond.NewProblem(respond.AddressTooLong, "the URL has %d bytes; the limit is %d", len(r.RequestURI), maxAddress)
	case headerBytes(r.Header) > maxHeaders:
		return respond.NewProblem(respond.HeadersTooLarge, "the headers have %d bytes; the limit is %d", headerBytes(r.Header), maxHeaders)
	case r.ContentLength > body:
		return respond.NewProblem(respond.BodyTooLarge, "the body has %d bytes; the limit is %d", r.ContentLength, body)
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
