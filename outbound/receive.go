package outbound

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
)

const (
	// maxErrorBody is the part of an error response's body that is kept: enough for the
	// host's message.
	maxErrorBody = 64 << 10
	// minPiece and maxPiece are the buffer sizes for reading a body. At most maxPiece
	// bytes of memory are unused.
	minPiece, maxPiece = 16 << 10, 1 << 20
)

// receive reads the decompressed body of response into memory and closes the connection's
// body. Of a response that is not a success it keeps and returns at most maxErrorBody
// bytes, and ignores errors, since the status is enough.
func receive(response *http.Response, maxBody int64) (start []byte, err error) {
	defer response.Body.Close()
	if bodiless(response) {
		response.Body = http.NoBody
		return nil, nil
	}
	var pieces net.Buffers
	if response.StatusCode/100 == 2 {
		pieces, err = readWhole(response, maxBody)
	} else {
		start = readPrefix(response)
		pieces = net.Buffers{bytes.Clone(start)}
	}
	if err != nil {
		return nil, err
	}
	setBody(response, pieces)
	return start, nil
}

// bodiless reports whether response has no body, although its headers may describe one.
func bodiless(response *http.Response) bool {
	return response.Request.Method == http.MethodHead || response.StatusCode == http.StatusNoContent ||
		response.StatusCode == http.StatusNotModified
}

// readWhole returns the decompressed body. It returns a [TooLargeError] as soon as the
// compressed or the decompressed body has more than maxBody bytes.
func readWhole(response *http.Response, maxBody int64) (net.Buffers, error) {
	tooLarge := &TooLargeError{Host: response.Request.URL.Host, Limit: maxBody}
	if response.ContentLength > maxBody {
		return nil, tooLarge
	}
	content, err := decompress(http.MaxBytesReader(nil, response.Body, maxBody), codings(response.Header))
	if err == nil {
		defer content.Close()
		var pieces net.Buffers
		if pieces, err = readPieces(http.MaxBytesReader(nil, content, maxBody)); err == nil {
			return pieces, nil
		}
	}
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, tooLarge
	}
	return nil, err
}

// readPrefix returns the first maxErrorBody bytes of the decompressed body, or as many as
// it can read.
func readPrefix(response *http.Response) []byte {
	content, err := decompress(io.LimitReader(response.Body, maxErrorBody), codings(response.Header))
	if err != nil {
		return nil
	}
	defer content.Close()
	start, _ := io.ReadAll(io.LimitReader(content, maxErrorBody)) // a part is enough
	return start
}

// readPieces reads all of r. It does not join the pieces, so that memory holds a large
// body only once.
func readPieces(r io.Reader) (net.Buffers, error) {
	var pieces net.Buffers
	piece := make([]byte, 0, minPiece)
	for {
		n, err := r.Read(piece[len(piece):cap(piece)])
		piece = piece[:len(piece)+n]
		if err == io.EOF {
			return append(pieces, piece), nil
		}
		if err != nil {
			return nil, err
		}
		if len(piece) == cap(piece) {
			pieces = append(pieces, piece)
			piece = make([]byte, 0, min(2*cap(piece), maxPiece))
		}
	}
}

// setBody sets the body of response to pieces and adapts the headers to an uncompressed
// body.
func setBody(response *http.Response, pieces net.Buffers) {
	length := int64(0)
	for _, piece := range pieces {
		length += int64(len(piece))
	}
	if response.ContentLength != length {
		response.Header.Del("Content-Length")
	}
	response.Uncompressed = response.Header.Get("Content-Encoding") != ""
	response.Header.Del("Content-Encoding")
	response.TransferEncoding = nil
	response.ContentLength, response.Body = length, &body{pieces: pieces}
}

// body is a response body in memory. Read releases each piece and Close releases the
// rest, since a chain of redirects refers to all its bodies.
type body struct {
	pieces net.Buffers
	closed bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	return b.pieces.Read(p)
}

func (b *body) Close() error {
	b.pieces, b.closed = nil, true
	return nil
}
