package upload

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"segue/data/jsonl"
)

// FormatError is returned if the rest of a body cannot be parsed. Reason completes a
// sentence that begins with "the body".
type FormatError struct{ Reason string }

// Error returns the complete sentence.
func (e *FormatError) Error() string { return "the body " + e.Reason }

// arrayReader reads the elements of a JSON array.
type arrayReader struct {
	from  *elementReader
	in    *json.Decoder
	place int
}

func newArrayReader(in *bufio.Reader) *arrayReader {
	if start, _ := in.Peek(len(byteOrderMark)); string(start) == string(byteOrderMark) {
		_, _ = in.Discard(len(byteOrderMark)) // never fails: Peek has read these bytes
	}
	from := &elementReader{in: in, left: maxElementRead}
	return &arrayReader{from: from, in: json.NewDecoder(from)}
}

func (a *arrayReader) all() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if err := a.begin(); err != nil {
			yield(Item{}, err)
			return
		}
		for {
			item, err := a.next()
			if errors.Is(err, io.EOF) || !yield(item, err) || err != nil && !isLineError(err) {
				return
			}
		}
	}
}

func isLineError(err error) bool {
	var bad *jsonl.LineError
	return errors.As(err, &bad)
}

func (a *arrayReader) begin() error {
	switch token, err := a.in.Token(); {
	case errors.Is(err, io.EOF):
		return &FormatError{"is empty; want a JSON array"}
	case err != nil:
		return a.formatError(err)
	case token != json.Delim('['):
		return &FormatError{`is not a JSON array; send JSON lines with the header Content-Type: application/x-ndjson`}
	}
	return nil
}

// next returns the next element, or [io.EOF] after the end of the array.
func (a *arrayReader) next() (Item, error) {
	a.from.left = maxElementRead
	if !a.in.More() {
		return Item{}, a.end()
	}
	a.place++
	var text json.RawMessage
	if err := a.in.Decode(&text); err != nil {
		return Item{}, a.formatError(err)
	}
	e, err := jsonl.Parse(text)
	var bad *jsonl.LineError
	if errors.As(err, &bad) {
		bad.Line = a.place
	}
	return Item{a.place, e}, err
}

func (a *arrayReader) end() error {
	if _, err := a.in.Token(); err != nil {
		return a.formatError(err)
	}
	switch _, err := a.in.Token(); {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, new(*json.SyntaxError)), err == nil:
		return &FormatError{"has more data after the end of the array"}
	default:
		return a.formatError(err)
	}
}

// formatError returns a [*FormatError] for an error of the JSON decoder. It returns an
// error of reading the body unchanged.
func (a *arrayReader) formatError(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errElementTooLong):
		return &FormatError{fmt.Sprintf("has an element of more than %d MB, the limit for an episode, after element %d", jsonl.MaxLine>>20, a.place-1)}
	case errors.As(err, &syntax):
		return &FormatError{fmt.Sprintf("has invalid JSON in or after element %d: %s", max(a.place, 1), syntax)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &FormatError{fmt.Sprintf("ends too early, in or after element %d", a.place)}
	}
	return err
}

// maxElementRead is the maximum number of bytes that are read for one element: the
// longest element and the bytes that the decoder reads ahead.
const maxElementRead = jsonl.MaxLine + readSize

// elementReader fails if an element is too long. The decoder has no limit of its own, and
// holds a whole element in memory.
type elementReader struct {
	in   io.Reader
	left int
}

var errElementTooLong = errors.New("element too long")

func (r *elementReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errElementTooLong
	}
	n, err := r.in.Read(p[:min(len(p), r.left)])
	r.left -= n
	return n, err
}
