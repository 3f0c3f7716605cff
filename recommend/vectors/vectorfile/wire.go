package vectorfile

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// wire reads the encoding of package encoding/gob, as its documentation describes it.
// After the first error, all methods return zero values.
type wire struct {
	in *bufio.Reader
	// at is the number of bytes read, and left the number of bytes left in the message.
	at, left int64
	err      error
}

// stop sets the error, unless there is one or err is nil.
func (w *wire) stop(err error) {
	if w.err == nil {
		w.err = err
	}
}

// fail sets an error about the content of the file.
func (w *wire) fail(format string, args ...any) {
	w.stop(fmt.Errorf("%w: byte %d: %w", ErrInvalid, w.at, fmt.Errorf(format, args...)))
}

// readFailed sets the error of the reader.
func (w *wire) readFailed(err error) {
	if isDamage(err) {
		w.fail("%w", err)
	}
	w.stop(err)
}

// isDamage reports whether a reader failed because the file is damaged.
func isDamage(err error) bool {
	for _, damage := range []error{io.EOF, io.ErrUnexpectedEOF, gzip.ErrHeader, gzip.ErrChecksum} {
		if errors.Is(err, damage) {
			return true
		}
	}
	return errors.As(err, new(flate.CorruptInputError))
}

func (w *wire) byte() byte {
	if w.err == nil && w.left < 1 {
		w.fail("a message ends too early")
	}
	if w.err != nil {
		return 0
	}
	b, err := w.in.ReadByte()
	if err != nil {
		w.readFailed(truncated(err))
		return 0
	}
	w.at, w.left = w.at+1, w.left-1
	return b
}

// truncated returns the error of a file that ends within a value.
func truncated(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// uint reads an unsigned number: one byte below 128, or the negated number of bytes and
// the bytes.
func (w *wire) uint() uint64 {
	b := w.byte()
	if b < 0x80 {
		return uint64(b)
	}
	n := -int(int8(b))
	if n > 8 {
		w.fail("a number of %d bytes, want at most 8", n)
		return 0
	}
	u := uint64(0)
	for range n {
		u = u<<8 | uint64(w.byte())
	}
	return u
}

// int reads a signed number, whose lowest bit is the sign.
func (w *wire) int() int64 {
	u := w.uint()
	if u&1 != 0 {
		return ^int64(u >> 1)
	}
	return int64(u >> 1)
}

// float reads a number, whose bytes are in reverse order.
func (w *wire) float() float64 { return math.Float64frombits(bits.ReverseBytes64(w.uint())) }

// count reads the number of elements of a list. Each takes a byte at least.
func (w *wire) count(what string, most int64) int {
	n := w.uint()
	switch {
	case w.err != nil:
		return 0
	case n > uint64(most):
		w.fail("%d %s, want at most %d", n, what, most)
		return 0
	case n > uint64(w.left):
		w.fail("%d %s do not fit in the message", n, what)
		return 0
	}
	return int(n)
}

// text reads a text of at most this number of bytes.
func (w *wire) text(what string, most int64) string {
	text := make([]byte, w.count("bytes of the "+what, most))
	if w.err != nil {
		return ""
	}
	n, err := io.ReadFull(w.in, text)
	if err != nil {
		w.readFailed(truncated(err))
	}
	w.at, w.left = w.at+int64(n), w.left-int64(n)
	return string(text)
}

// structure reads a struct. It calls the functions of the fields that are not zero, in
// order.
func (w *wire) structure(fields ...func()) {
	for last := -1; ; {
		delta := w.uint()
		if w.err != nil || delta == 0 {
			return
		}
		if delta >= uint64(len(fields)-last) || fields[last+int(delta)] == nil {
			w.fail("an unexpected field")
			return
		}
		last += int(delta)
		fields[last]()
	}
}

// maxLength is the maximum number of bytes of the length of a message.
const maxLength = 9

// message starts to read the next message.
func (w *wire) message() {
	w.left = maxLength
	n := w.uint()
	if w.err == nil && n > MaxBytes {
		w.fail("a message of %d bytes, want at most %d", n, int64(MaxBytes))
	}
	w.left = int64(min(n, MaxBytes))
}

// end checks the end of the message and of the file. raw is the compressed file.
func (w *wire) end(raw *bufio.Reader) {
	if w.err == nil && w.left > 0 {
		w.fail("%d bytes after the end of the documents", w.left)
	}
	for _, r := range []*bufio.Reader{w.in, raw} {
		if w.err != nil {
			return
		}
		switch _, err := r.ReadByte(); {
		case err == nil:
			w.fail("more bytes after the end of the file")
		case !errors.Is(err, io.EOF):
			w.readFailed(err)
		}
	}
}
