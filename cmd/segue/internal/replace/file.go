// Package replace writes files and directories so that the old content stays until
// the new content is complete.
package replace

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File writes a file. A regular file that exists is replaced when write returns. It
// stays unchanged after an error, and keeps its permissions. Other files, such as
// /dev/stdout, are written directly.
func File(name string, write func(io.Writer) error) error {
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

// fill opens a file, writes and closes it. A new file is synced to disk.
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
