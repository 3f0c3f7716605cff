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

// BrokenError says why a body cannot be read on, as the rest of a sentence that begins
// with "the body".
type BrokenError struct{ Reason string }

func (e *BrokenError) Error() string { return "the body " + e.Reason }

// array reads the elements of a JSON array.
type array struct {
	from  *allowance
	in    *json.Decoder
	place int
}

func newArray(in *bufio.Reader) *array {
	if start, _ := in.Peek(len(byteOrderMark)); string(start) == string(byteOrderMark) {
		_, _ = in.Discard(len(byteOrderMark)) // what was peeked is there
	}
	from := &allowance{in: in, left: elementSize}
	return &array{from: from, in: json.NewDecoder(from)}
}

func (a *array) all() iter.Seq2[Item, error] {
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

func (a *array) begin() error {
	switch token, err := a.in.Token(); {
	case errors.Is(err, io.EOF):
		return &BrokenError{"is empty, where a JSON array was expected"}
	case err != nil:
		return a.broken(err)
	case token != json.Delim('['):
		return &BrokenError{`is no JSON array; JSON lines are sent with the header Content-Type: application/x-ndjson`}
	}
	return nil
}

// next returns the next element, or [io.EOF] behind the array.
func (a *array) next() (Item, error) {
	a.from.left = elementSize
	if !a.in.More() {
		return Item{}, a.end()
	}
	a.place++
	var text json.RawMessage
	if err := a.in.Decode(&text); err != nil {
		return Item{}, a.broken(err)
	}
	e, err := jsonl.Parse(text)
	var bad *jsonl.LineError
	if errors.As(err, &bad) {
		bad.Line = a.place
	}
	return Item{a.place, e}, err
}

func (a *array) end() error {
	if _, err := a.in.Token(); err != nil {
		return a.broken(err)
	}
	switch _, err := a.in.Token(); {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, new(*json.SyntaxError)), err == nil:
		return &BrokenError{"goes on behind the end of the array"}
	default:
		return a.broken(err)
	}
}

// broken says what a reader of JSON means by an error; one of reading stays what it is.
func (a *array) broken(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errLong):
		return &BrokenError{fmt.Sprintf("has an element of more than %d MB, the most that an episode can have, after element %d", jsonl.MaxLine>>20, a.place-1)}
	case errors.As(err, &syntax):
		return &BrokenError{fmt.Sprintf("is no JSON from element %d on: %s", max(a.place, 1), syntax)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &BrokenError{fmt.Sprintf("ends too early, in or behind element %d", a.place)}
	}
	return err
}

// elementSize is the most that is read for one element: the longest, and what the
// decoder reads ahead.
const elementSize = jsonl.MaxLine + readSize

// allowance ends reading where an element gets too long. The decoder has no limit of
// its own, and keeps a whole element in memory.
type allowance struct {
	in   io.Reader
	left int
}

var errLong = errors.New("element too long")

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, errLong
	}
	n, err := a.in.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}
