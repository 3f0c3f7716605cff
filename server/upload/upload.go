// Package upload reads the episodes of a request body, which is a JSON array or JSON
// lines. It holds one episode in memory at a time. An invalid episode does not affect the
// others.
package upload

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"mime"

	"segue/data"
	"segue/data/jsonl"
)

// Format is the format of a body.
type Format int

// The formats.
const (
	// Unknown means that the first character decides: "[" begins an array.
	Unknown Format = iota
	Array
	Lines
)

// types are the media types of the formats.
var types = map[string]Format{
	"application/json": Array, "application/x-ndjson": Lines, "application/ndjson": Lines, "application/jsonl": Lines,
}

// FormatOf returns the format for a Content-Type. It returns Unknown for an empty one, and
// ok is false for an unsupported one.
func FormatOf(contentType string) (f Format, ok bool) {
	if contentType == "" {
		return Unknown, true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return Unknown, false
	}
	f, ok = types[kind]
	return f, ok
}

// Item is one episode of a body.
type Item struct {
	// Place is the number of the line, or of the element, from 1.
	Place int
	data.Episode
}

// Read returns an iterator over the episodes of a body. It can be used once. For an
// invalid episode it yields a [*jsonl.LineError], whose Line is the place, and continues.
// After any other error it ends: a [*FormatError] if the body is not an array or ends too
// early, otherwise the error of the reader.
func Read(body io.Reader, f Format) iter.Seq2[Item, error] {
	in := bufio.NewReaderSize(body, readSize)
	if f == Unknown {
		f = sniff(in)
	}
	if f == Array {
		return newArrayReader(in).all()
	}
	return lines(in)
}

// readSize is the size of the buffer in bytes. The format is detected within it.
const readSize = 64 << 10

// sniff detects the format from the first byte after white space. An empty body counts as an array,
// which must not be empty: a client that sends neither a type nor a body forgot the body. It
// ignores an error of the reader, because the next read returns the error again.
func sniff(in *bufio.Reader) Format {
	for size := 1; size <= readSize; size = in.Buffered() + 1 { // one more byte than the buffer has, so that Peek reads more
		if _, err := in.Peek(size); err != nil {
			if in.Buffered() == 0 && errors.Is(err, io.EOF) {
				return Array
			}
			break
		}
		start, _ := in.Peek(in.Buffered())
		text := bytes.TrimSpace(bytes.TrimPrefix(start, byteOrderMark))
		if len(text) == 0 || bytes.HasPrefix(byteOrderMark, text) {
			continue
		}
		if text[0] == '[' {
			return Array
		}
		break
	}
	return Lines
}

var byteOrderMark = []byte("\ufeff")

func lines(in io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		lines := jsonl.NewReader(in)
		for e, err := range lines.All() {
			if !yield(Item{lines.Line(), e}, err) {
				return
			}
		}
	}
}
