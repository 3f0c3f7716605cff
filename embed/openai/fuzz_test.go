package openai

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"segue/embed"
)

// roundTrip is a function as an HTTP transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// FuzzResponse sends random responses. The driver returns valid vectors, or an error of
// package embed on one short line without the key.
func FuzzResponse(f *testing.F) {
	f.Add(200, typeJSON, "", []byte(`{"data":[{"index":1,"embedding":[0.5,1]},{"index":0,"embedding":[1,-2e3]}]}`))
	f.Add(200, typeJSON, "", []byte(`{"data":[{"index":0,"embedding":[0.5,1]},{"index":0,"embedding":[1,null]}]}`))
	f.Add(200, typeHTML, "", []byte(`<html>`))
	f.Add(429, typeJSON, "20", []byte(`{"error":{"message":["slow","down"],"type":"insufficient_quota","code":7}}`))
	f.Add(401, "text/plain", "", []byte("Bearer "+testKey))
	f.Add(422, typeJSON, "", []byte(`{"detail":[{"msg":"too long"}],"error":null,"message":{"msg":1}}`))
	f.Add(308, typeJSON, "", []byte{0xff})
	f.Fuzz(func(t *testing.T, status int, contentType, retry string, body []byte) {
		if status < 100 || status > 999 {
			return // net/http rejects it
		}
		d := connect(t, "http://localhost", func(c *Config) {
			c.Dimensions = 2
			c.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				header := http.Header{"Content-Type": {contentType}, "Retry-After": {retry}}
				return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
			})}
		})
		d.loadingWaits = nil
		vectors, err := d.Embed(t.Context(), []string{"one", "two"})
		if err != nil {
			checkForeignError(t, err)
			return
		}
		checkVectors(t, vectors)
	})
}

func checkVectors(t *testing.T, vectors [][]float32) {
	t.Helper()
	if len(vectors) != 2 || len(vectors[0]) != 2 || len(vectors[1]) != 2 {
		t.Fatalf("got %v, want two vectors of two numbers", vectors)
	}
}

func checkForeignError(t *testing.T, err error) {
	t.Helper()
	typed := false
	for _, is := range []error{embed.ErrUnauthorized, embed.ErrRateLimited, embed.ErrUnavailable, embed.ErrRejected, embed.ErrBadVectors} {
		typed = typed || errors.Is(err, is)
	}
	text := err.Error()
	if !typed || strings.Contains(text, testKey) || utf8.RuneCountInString(text) > 2*maxMessage+100 {
		t.Fatalf("error %q", text)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		t.Fatalf("error %q is not one line of text", text)
	}
}
