package outbound

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
)

const (
	// shortBytes is what is kept of an answer that is no success: enough for a reason
	// in words.
	shortBytes = 64 << 10
	// firstPiece and longestPiece are the sizes in which an answer is read. The
	// longest is what memory holds above the answer itself.
	firstPiece, longestPiece = 16 << 10, 1 << 20
)

// receive reads the body of response into memory, decompressed, and closes the
// connection's. Of an answer that is no success it keeps and returns as much as
// came, up to shortBytes: the status says what matters.
func receive(response *http.Response, maxBody int64) (start []byte, err error) {
	defer response.Body.Close()
	if bodiless(response) {
		response.Body = http.NoBody
		return nil, nil
	}
	var pieces net.Buffers
	if response.StatusCode/100 == 2 {
		pieces, err = whole(response, maxBody)
	} else {
		start = beginning(response)
		pieces = net.Buffers{bytes.Clone(start)}
	}
	if err != nil {
		return nil, err
	}
	hold(response, pieces)
	return start, nil
}

// bodiless reports whether response has headers about a body that does not follow.
func bodiless(response *http.Response) bool {
	return response.Request.Method == http.MethodHead || response.StatusCode == http.StatusNoContent ||
		response.StatusCode == http.StatusNotModified
}

// whole returns the decompressed body, or a [TooLargeError] as soon as either form
// has more than maxBody bytes.
func whole(response *http.Response, maxBody int64) (net.Buffers, error) {
	tooLarge := &TooLargeError{Host: response.Request.URL.Host, Limit: maxBody}
	if response.ContentLength > maxBody {
		return nil, tooLarge
	}
	content, err := decompress(http.MaxBytesReader(nil, response.Body, maxBody), codings(response.Header))
	if err == nil {
		defer content.Close()
		var pieces net.Buffers
		if pieces, err = gather(http.MaxBytesReader(nil, content, maxBody)); err == nil {
			return pieces, nil
		}
	}
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, tooLarge
	}
	return nil, err
}

// beginning returns the first shortBytes of the decompressed body, or what of them
// can be had.
func beginning(response *http.Response) []byte {
	content, err := decompress(io.LimitReader(response.Body, shortBytes), codings(response.Header))
	if err != nil {
		return nil
	}
	defer content.Close()
	start, _ := io.ReadAll(io.LimitReader(content, shortBytes)) // the rest would say no more
	return start
}

// gather reads r to its end. Pieces are not joined, so that a large answer is in
// memory once.
func gather(r io.Reader) (net.Buffers, error) {
	var pieces net.Buffers
	piece := make([]byte, 0, firstPiece)
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
			piece = make([]byte, 0, min(2*cap(piece), longestPiece))
		}
	}
}

// hold makes pieces the body of response, and its header that of a body that was
// never compressed.
func hold(response *http.Response, pieces net.Buffers) {
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

// body is an answer in memory. It gives its pieces up as they are read, and all of
// them when it is closed: a chain of redirects would keep them.
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
