package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// input is a file to be imported.
type input struct {
	name string
	*bufio.Reader
	io.Closer
}

type inputs []input

// openInputs opens files, of which "-" is stdin. It returns those that can be
// opened, to be closed by the caller, and what is wrong with the others.
func openInputs(ctx context.Context, stdin io.Reader, names []string) (inputs, error) {
	var open inputs
	var failed []error
	for _, name := range names {
		file, err := openInput(ctx, stdin, name)
		if err != nil {
			failed = append(failed, fmt.Errorf("import %q: %w", name, err))
			continue
		}
		open = append(open, input{name, bufio.NewReaderSize(file, peeked), file})
	}
	return open, errors.Join(failed...)
}

func openInput(ctx context.Context, stdin io.Reader, name string) (io.ReadCloser, error) {
	if name == "-" {
		return interruptible(ctx, stdin), nil
	}
	f, err := os.Open(name)
	var wrong *fs.PathError
	if errors.As(err, &wrong) {
		return nil, wrong.Err // the caller names the file
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, syscall.EISDIR
	}
	return f, nil
}

func (in inputs) close() {
	for _, i := range in {
		i.Close()
	}
}

// interruptible returns a reader of r that fails with ctx's error when ctx ends,
// also while r waits for a person.
func interruptible(ctx context.Context, r io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	return out
}

// peeked is how many bytes of a file decide what it is: some lines, so that a
// broken first one does not matter.
const peeked = 16 << 10

var (
	jsonSuffixes = []string{".jsonl", ".ndjson", ".json"}
	jsonLine     = regexp.MustCompile(`(?m)^[ \t]*\{[ \t]*"`)
)

// isJSONLines reports whether the file has JSON lines, by its name, or else by a
// line that begins an object.
func (in input) isJSONLines() bool {
	if slices.Contains(jsonSuffixes, strings.ToLower(filepath.Ext(in.name))) {
		return true
	}
	start, _ := in.Peek(peeked)
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(start, []byte("{")) || jsonLine.Match(start)
}
