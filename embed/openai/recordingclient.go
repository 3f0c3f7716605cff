package openai

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// numberBytes is more than the length of a number in JSON with its comma.
	numberBytes = 32
	// frameBytes is more than the length of a response without its vectors.
	frameBytes = 64 << 10
)

// responseLimit returns the maximum length of a response with n vectors.
func responseLimit(n int) int64 { return frameBytes + int64(n)*maxDimensions*numberBytes }

// recordingClient is the HTTP client of one request of go-openai. It limits the length of
// the response and records its status, headers and body.
type recordingClient struct {
	http   *http.Client
	apiKey Key // sent in the header api-key; empty if go-openai sends the key
	limit  int64
	status int         // 0 if there is no response
	header http.Header // of the response
	body   []byte      // of a successful response
}

var _ openai.HTTPDoer = (*recordingClient)(nil)

// Do sends the request.
func (x *recordingClient) Do(request *http.Request) (*http.Response, error) {
	x.authorize(request)
	response, err := x.http.Do(request)
	if err != nil {
		return nil, err
	}
	x.status, x.header = response.StatusCode, response.Header
	limit := x.limit
	if x.status >= 300 {
		limit = frameBytes
	}
	response.Body = http.MaxBytesReader(nil, response.Body, limit)
	if x.status >= 200 && x.status < 300 {
		return x.record(response)
	}
	if x.status >= 400 {
		return response, nil
	}
	response.Body.Close()
	return nil, fmt.Errorf("status %d", x.status) // go-openai treats it as a success
}

// record reads a successful response. go-openai gets an empty one, because [Driver.read] reads the
// body.
func (x *recordingClient) record(response *http.Response) (_ *http.Response, err error) {
	defer response.Body.Close()
	if x.body, err = io.ReadAll(response.Body); err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(strings.NewReader("{}"))
	return response, nil
}

// withoutRedirects returns a copy of client that does not follow redirects. A redirect
// would send the key and the texts to another address.
func withoutRedirects(client *http.Client) *http.Client {
	var c http.Client
	if client != nil {
		c = *client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}
