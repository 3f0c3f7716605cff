package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// input is a file to import.
type input struct {
	name string
	io.ReadCloser
}

// openInputs opens files; "-" is stdin. It returns the files that can be opened, which
// the caller closes, and the errors of the others.
func openInputs(ctx context.Context, stdin io.Reader, names []string) ([]input, error) {
	var open []input
	var failed []error
	for _, name := range names {
		file, err := openInput(ctx, stdin, name)
		if err != nil {
			failed = append(failed, fmt.Errorf("import %q: %w", name, err))
			continue
		}
		open = append(open, input{name, file})
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

func closeInputs(files []input) {
	for _, f := range files {
		f.Close()
	}
}

// interruptible returns a reader of r that fails with ctx's error when ctx ends, also
// while r waits for a person.
func interruptible(ctx context.Context, r io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	return out
}
