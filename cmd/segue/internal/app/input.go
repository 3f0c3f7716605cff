package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Input is a file to import.
type Input struct {
	Name string
	io.ReadCloser
}

// OpenInputs opens files; "-" is stdin. It returns the opened files, which the caller
// closes, together with the errors of the others.
func OpenInputs(ctx context.Context, stdin io.Reader, names []string) ([]Input, error) {
	var open []Input
	var failed []error
	for _, name := range names {
		file, err := OpenInput(ctx, stdin, name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		open = append(open, file)
	}
	return open, errors.Join(failed...)
}

// OpenInput opens a file; "-" is stdin. The caller closes it.
func OpenInput(ctx context.Context, stdin io.Reader, name string) (Input, error) {
	if name == "-" {
		return Input{name, interruptible(ctx, stdin)}, nil
	}
	f, err := openFile(name)
	if err != nil {
		return Input{}, fmt.Errorf("import %q: %w", name, err)
	}
	return Input{name, f}, nil
}

// openFile opens a file that is not a directory. Its error does not contain the name.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return nil, pathErr.Err
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

// interruptible returns a reader of r that fails with ctx's error when ctx ends, even
// while r waits for keyboard input.
func interruptible(ctx context.Context, r io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	return out
}
