package main

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile gives a file the content that write writes. A file that exists is
// replaced at the end, so that after an error it is as it was; what is no
// regular file, such as /dev/stdout, is written to at once.
func writeFile(name string, write func(io.Writer) error) error {
	var mode fs.FileMode
	switch old, err := os.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !old.Mode().IsRegular():
		return fill(name, os.O_WRONLY, write)
	default:
		mode = old.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	partial := name + "." + rand.Text()[:8] + ".partial"
	err := fill(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, write)
	if err == nil && mode != 0 {
		err = os.Chmod(partial, mode)
	}
	if err == nil {
		err = os.Rename(partial, name)
	}
	if err != nil {
		os.Remove(partial)
	}
	return err
}

// fill opens a file, writes and closes it. A regular file is on the disk when it
// returns.
func fill(name string, flag int, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, flag, 0o666)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil && flag&os.O_CREATE != 0 {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
