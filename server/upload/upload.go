// Package upload cuts the body of a request into episodes, one at a time: the lines of
// JSON lines, or the elements of a JSON array. No more than one episode is in memory,
// and one that is wrong does not spoil those around it.
package upload

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"mime"

	"segue/data"
	"segue/data/jsonl"
)

// Format is how episodes follow each other in a body.
type Format int

// The formats.
const (
	// Unknown is for the body to tell: one that begins with "[" is an array.
	Unknown Format = iota
	Array
	Lines
)

// types are the media types of the formats.
var types = map[string]Format{
	"application/json": Array, "application/x-ndjson": Lines, "application/ndjson": Lines, "application/jsonl": Lines,
}

// FormatOf returns the format that a header Content-Type names, Unknown where it is
// empty; ok is false for one that is not read.
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

// Read goes through the episodes of a body in their order, once. For one that is wrong
// it gives a [*jsonl.LineError], whose Line is the place, and goes on. Any other error
// is the last thing that it gives: a [*BrokenError] where the body is no array or not
// whole, otherwise that of reading it.
func Read(body io.Reader, f Format) iter.Seq2[Item, error] {
	in := bufio.NewReaderSize(body, readSize)
	if f == Unknown {
		f = sniff(in)
	}
	if f == Array {
		return newArray(in).all()
	}
	return lines(in)
}

// readSize is what is read at once, and looked at to tell a format.
const readSize = 64 << 10

// sniff tells the format by the first byte that is no white space. An error of reading
// comes again when the body is read.
func sniff(in *bufio.Reader) Format {
	for size := 1; size <= readSize; size = in.Buffered() + 1 { // one more than is there waits for what comes next
		if _, err := in.Peek(size); err != nil {
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
