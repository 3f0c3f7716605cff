package outbound

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

const (
	// maxLayers is how often an answer may be compressed: twice happens where a
	// server compresses a file that is compressed, three times is somebody's joke.
	maxLayers = 3
	// maxWindow is what a zstd stream may refer back to, and so what decompressing it
	// takes; RFC 9659 allows no more in HTTP.
	maxWindow = 8 << 20
	// sniffBytes is what [http.DetectContentType] looks at.
	sniffBytes = 512
)

// errUnreadable says that an answer is compressed in a way that is not understood
// here; it will be so next time.
var errUnreadable = errors.New("the answer is compressed in a way that was not asked for")

// garbledError says that an answer ends early or is not what it begins as; another
// attempt may bring it whole.
type garbledError struct{ cause error }

func (e *garbledError) Error() string { return "the answer is cut short or garbled: " + text(e.cause) }
func (e *garbledError) Unwrap() error { return e.cause }

// codings returns what a header says of how its body is compressed, the last
// applied first.
func codings(header http.Header) []string {
	var all []string
	for coding := range strings.SplitSeq(strings.Join(header.Values("Content-Encoding"), ","), ",") {
		coding = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(coding)), "x-")
		if coding != "" && coding != "identity" {
			all = append(all, coding)
		}
	}
	slices.Reverse(all)
	return all
}

// layers are readers of which each decompresses what the one before gives.
type layers struct {
	io.Reader
	closers []func()
}

// decompress returns a reader of what r holds. What begins like gzip or zstd is
// decompressed whatever is declared, and what is plain text is not: servers
// forget the header, send it with a plain file, or compress twice and say it once.
// Errors of the reader are garbledErrors, errUnreadable, or of a limit.
func decompress(r io.Reader, declared []string) (*layers, error) {
	l := &layers{Reader: garble{r}}
	for range maxLayers + 1 {
		buffered := bufio.NewReaderSize(l.Reader, sniffBytes)
		head, _ := buffered.Peek(sniffBytes) // an error comes again when it is read
		l.Reader = buffered
		coding := codingOf(head, declared)
		if coding == "" {
			return l, nil
		}
		declared = declared[min(1, len(declared)):]
		if err := l.add(coding, head); err != nil {
			l.Close()
			return nil, err
		}
	}
	l.Close()
	return nil, fmt.Errorf("%w: more than %d times", errUnreadable, maxLayers)
}

// codingOf returns how a body that begins with head is compressed, or "".
func codingOf(head []byte, declared []string) string {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}):
		return "gzip"
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	case len(declared) > 0 && declared[0] == "deflate" && isZlib(head): // may look like text, where it is short
		return "deflate"
	case len(declared) == 0, len(head) == 0, strings.HasPrefix(http.DetectContentType(head), "text/"):
		return ""
	}
	return declared[0]
}

// add puts a layer on top that takes coding away.
func (l *layers) add(coding string, head []byte) error {
	var next io.Reader
	var err error
	switch coding {
	case "gzip":
		next, err = gzip.NewReader(l.Reader)
	case "zstd":
		next, err = l.zstd()
	case "deflate":
		next, err = deflate(l.Reader, head)
	default:
		return fmt.Errorf("%w: %s", errUnreadable, text(errors.New(coding)))
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // within a header
	}
	l.Reader = garble{next}
	return garbled(err)
}

func (l *layers) zstd() (io.Reader, error) {
	decoder, err := zstd.NewReader(l.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	if err == nil {
		l.closers = append(l.closers, decoder.Close)
	}
	return decoder, err
}

// deflate reads zlib, which the name stands for, or the bare stream that some
// servers send under it.
func deflate(r io.Reader, head []byte) (io.Reader, error) {
	if isZlib(head) {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

// isZlib knows the frame by its method and the check of its first two bytes (RFC 1950).
func isZlib(head []byte) bool {
	return len(head) >= 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0
}

// Close frees what decompressing took.
func (l *layers) Close() error {
	for _, c := range l.closers {
		c()
	}
	return nil
}

// garble turns the errors of a reader into those of this file.
type garble struct{ io.Reader }

func (g garble) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	return n, garbled(err)
}

// garbled leaves an end, a limit and what it made itself as it is.
func garbled(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if _, ok := errors.AsType[*garbledError](err); ok {
		return err
	}
	if limit, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return limit
	}
	if errors.Is(err, errUnreadable) {
		return err
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrUnknownDictionary) {
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	return &garbledError{err}
}
