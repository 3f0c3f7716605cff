package openai

import (
	"fmt"
	"net/http"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// numberBytes is ample for one number of a vector in JSON with its comma.
	numberBytes = 32
	// frameBytes is ample for all of an answer that is not vectors.
	frameBytes = 64 << 10
)

// answerLimit is the most bytes that an answer with n vectors can have.
func answerLimit(n int) int64 { return frameBytes + int64(n)*maxDimensions*numberBytes }

// exchange is one request and its answer: an HTTP client for go-openai that
// bounds the answer and remembers how it was.
type exchange struct {
	http   *http.Client
	apiKey Key // to be sent in a header of that name; empty if go-openai sends it
	limit  int64
	status int         // 0 before there is an answer
	header http.Header // of the answer
}

var _ openai.HTTPDoer = (*exchange)(nil)

// Do sends the request.
func (x *exchange) Do(request *http.Request) (*http.Response, error) {
	x.authorize(request)
	answer, err := x.http.Do(request)
	if err != nil {
		return nil, err
	}
	x.status, x.header = answer.StatusCode, answer.Header
	limit := x.limit
	if x.status >= 300 {
		limit = frameBytes
	}
	answer.Body = http.MaxBytesReader(nil, answer.Body, limit)
	if x.status >= 200 && x.status < 300 || x.status >= 400 {
		return answer, nil
	}
	answer.Body.Close()
	return nil, fmt.Errorf("status %d", x.status) // go-openai takes it for a success
}

// withoutRedirects returns a copy of client that hands a redirect back: a
// followed one would take the key and the texts wherever the answer points.
func withoutRedirects(client *http.Client) *http.Client {
	var c http.Client
	if client != nil {
		c = *client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}
