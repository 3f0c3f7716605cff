package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"segue/data"
)

// Writer writes episodes as JSON lines that a [Reader] reads back unchanged.
type Writer struct {
	out   *json.Encoder
	count int
}

// NewWriter returns a writer to w. It writes each episode directly, so w should be
// buffered if there are many.
func NewWriter(w io.Writer) *Writer {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false) // The file is also for human readers.
	return &Writer{out: out}
}

// Write writes one episode as one line. It returns an error and writes nothing if a
// [Reader] would not accept the episode, for example without a title.
func (w *Writer) Write(e data.Episode) error {
	var bad *LineError // without a line number
	if errors.As(check(e), &bad) {
		return fmt.Errorf("write episode %q: %s", e.Title, bad.Explain())
	}
	if err := w.out.Encode(newLine(e)); err != nil {
		return fmt.Errorf("write episode %q: %w", e.Title, err)
	}
	w.count++
	return nil
}

// Count returns the number of written episodes.
func (w *Writer) Count() int { return w.count }
