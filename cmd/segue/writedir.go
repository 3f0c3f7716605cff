package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// errNotOurs says that a directory must not be replaced.
var errNotOurs = errors.New("the directory has files that are not replaced")

// writeDir makes a directory of the files that write puts. A directory that exists
// is replaced once all are written, so that after an error it is as it was; the
// error is errNotOurs where it is neither empty nor one that mayReplace allows. A
// file that is there already with the same content keeps its time, so that
// programs which upload by time see what has changed.
func writeDir(name string, mayReplace func(dir string) bool, write func(put func(path string, content []byte) error) error) error {
	name, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	exists, err := directoryToReplace(name, mayReplace)
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
	defer os.RemoveAll(partial) // what is left of it after an error
	err = write(func(path string, content []byte) error {
		path = filepath.FromSlash(path)
		return putFile(filepath.Join(partial, path), filepath.Join(name, path), content)
	})
	if err != nil {
		return err
	}
	return swap(name, partial, name+"."+mark+".old", exists)
}

func directoryToReplace(name string, mayReplace func(dir string) bool) (exists bool, err error) {
	entries, err := os.ReadDir(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case len(entries) > 0 && !mayReplace(name):
		return false, errNotOurs
	}
	return true, nil
}

// putFile writes a file, or links it to the one that was there before if their
// contents are the same.
func putFile(name, before string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	info, err := os.Lstat(before)
	if err == nil && info.Mode().IsRegular() && info.Size() == int64(len(content)) {
		if same, err := os.ReadFile(before); err == nil && bytes.Equal(same, content) && os.Link(before, name) == nil {
			return nil
		}
	}
	return os.WriteFile(name, content, 0o666)
}

// swap puts a directory in the place of another. For a moment there is none.
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
		return fmt.Errorf("the new directory is in its place, but the old one is left: %w", err)
	}
	return nil
}
