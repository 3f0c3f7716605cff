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
	// maxLayers limits how often a body may be compressed. Twice happens if a server
	// compresses a compressed file; more than three times is an attack or an error.
	maxLayers = 3
	// maxWindow limits the window of a zstd stream, and so the memory that decompression
	// needs. RFC 9659 allows no more in HTTP.
	maxWindow = 8 << 20
	// sniffBytes is the number of bytes that [http.DetectContentType] uses.
	sniffBytes = 512
)

// errUnreadable is returned for an unsupported compression. A retry does not help.
var errUnreadable = errors.New("unsupported compression of the response; the server must send zstd, gzip, deflate or plain bytes")

// corruptError is returned if a body ends early or is damaged. Another attempt may
// succeed.
type corruptError struct{ cause error }

func (e *corruptError) Error() string { return "response truncated or corrupt: " + text(e.cause) }
func (e *corruptError) Unwrap() error { return e.cause }

// codings returns the values of Content-Encoding in lower case, the last applied first.
// It leaves out identity.
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

// layers is a chain of readers, each of which removes one compression.
type layers struct {
	io.Reader
	closers []func()
}

// decompress returns a reader of the decompressed bytes of r. A body that starts like
// gzip or zstd is decompressed even if the header does not declare it, and plain text is
// passed through even if the header declares a compression: servers omit the header, send
// it with a plain file, or compress twice and declare one compression. Read errors are
// corruptErrors, errUnreadable, or a limit's error.
func decompress(r io.Reader, declared []string) (*layers, error) {
	l := &layers{Reader: bodyErrors{r}}
	for range maxLayers + 1 {
		buffered := bufio.NewReaderSize(l.Reader, sniffBytes)
		head, _ := buffered.Peek(sniffBytes) // Read returns the error again
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

// codingOf returns the compression of a body that starts with head, or "".
func codingOf(head []byte, declared []string) string {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}):
		return "gzip"
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	case len(declared) > 0 && declared[0] == "deflate" && isZlib(head): // a short one may look like text
		return "deflate"
	case len(declared) == 0, len(head) == 0, strings.HasPrefix(http.DetectContentType(head), "text/"):
		return ""
	}
	return declared[0]
}

// add adds a reader that removes coding.
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
	l.Reader = bodyErrors{next}
	return bodyError(err)
}

func (l *layers) zstd() (io.Reader, error) {
	decoder, err := zstd.NewReader(l.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	if err == nil {
		l.closers = append(l.closers, decoder.Close)
	}
	return decoder, err
}

// deflate reads zlib, which the name means, or the raw deflate stream that some servers
// send instead.
func deflate(r io.Reader, head []byte) (io.Reader, error) {
	if isZlib(head) {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

// isZlib checks the method and the checksum in the first two bytes of a zlib header (RFC
// 1950).
func isZlib(head []byte) bool {
	return len(head) >= 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0
}

// Close releases the decoders.
func (l *layers) Close() error {
	for _, c := range l.closers {
		c()
	}
	return nil
}

// bodyErrors converts the errors of a reader with bodyError.
type bodyErrors struct{ io.Reader }

func (g bodyErrors) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	return n, bodyError(err)
}

// bodyError returns err as a corruptError or errUnreadable. It does not change io.EOF, a
// limit's error or an error that is already converted.
func bodyError(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if _, ok := errors.AsType[*corruptError](err); ok {
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
	return &corruptError{err}
}
