package replace

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrRefused is returned by [Dir] if it may not replace the directory.
var ErrRefused = errors.New("the directory contains other files and is not replaced")

// Dir writes a directory with the files that write passes to put. A directory that
// exists is replaced when write returns. It stays unchanged after an error. Dir returns
// [ErrRefused] if the directory is not empty and mayReplace returns false.
//
// A file with unchanged content keeps its modification time, because some programs
// upload files by their times.
func Dir(name string, mayReplace func(dir string) bool, write func(put func(path string, content []byte) error) error) error {
	name, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	exists, err := checkTarget(name, mayReplace)
	if err != nil {
		return err
	}
	if exists {
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	} else if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	mark := rand.Text()[:8]
	partial := name + "." + mark + ".partial"
	if err := os.Mkdir(partial, 0o777); err != nil {
		return err
	}
	defer os.RemoveAll(partial) // exists only after an error
	err = write(func(path string, content []byte) error {
		path = filepath.FromSlash(path)
		return putFile(filepath.Join(partial, path), filepath.Join(name, path), content)
	})
	if err != nil {
		return err
	}
	return swap(name, partial, name+"."+mark+".old", exists)
}

// checkTarget reports whether the directory exists. It returns an error if it cannot be
// replaced.
func checkTarget(name string, mayReplace func(dir string) bool) (exists bool, err error) {
	entries, err := os.ReadDir(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case len(entries) > 0 && !mayReplace(name):
		return false, ErrRefused
	}
	return true, nil
}

// putFile writes a file. If the old file has the same content, it links to that file.
func putFile(name, old string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	info, err := os.Lstat(old)
	if err == nil && info.Mode().IsRegular() && info.Size() == int64(len(content)) {
		if same, err := os.ReadFile(old); err == nil && bytes.Equal(same, content) && os.Link(old, name) == nil {
			return nil
		}
	}
	return os.WriteFile(name, content, 0o666)
}

// swap renames the directory partial to name. If a directory exists there, swap first
// renames it to old, and deletes it at the end. Between the two renames there is no
// directory at name.
func swap(name, partial, old string, exists bool) error {
	if !exists {
		return os.Rename(partial, name)
	}
	if err := os.Rename(name, old); err != nil {
		return err
	}
	if err := os.Rename(partial, name); err != nil {
		return errors.Join(err, os.Rename(old, name))
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("the new directory is complete, but the old one cannot be deleted: %w", err)
	}
	return nil
}
