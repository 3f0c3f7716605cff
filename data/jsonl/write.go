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

// NewWriter returns a writer to w. It writes each episode at once, so w should be
// buffered where many follow each other.
func NewWriter(w io.Writer) *Writer {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false) // The file is for people too.
	return &Writer{out: out}
}

// Write writes one episode as one line. It refuses, and writes nothing of, an
// episode that a [Reader] would refuse, such as one without a title.
func (w *Writer) Write(e data.Episode) error {
	var bad *LineError // It has no line here.
	if errors.As(check(e), &bad) {
		return fmt.Errorf("write episode %q: %s", e.Title, bad.Explain())
	}
	if err := w.out.Encode(newLine(e)); err != nil {
		return fmt.Errorf("write episode %q: %w", e.Title, err)
	}
	w.count++
	return nil
}

// Count is the number of episodes that were written.
func (w *Writer) Count() int { return w.count }
