package thumb

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// partial is the extension of a file that is being written.
	partial = ".partial"
	// partialTimeout is the age from which a partial file is deleted: the process that
	// wrote it was killed.
	partialTimeout = time.Hour
	// sweepEvery is the number of written files after which the directory is checked.
	// Other processes write there too; each can exceed the limit by this many files.
	sweepEvery = 256
)

// folder is a store in a directory, with one file for each picture. Several processes can
// share the directory. If a file cannot be written, the picture is stored in memory.
type folder struct {
	directory string
	maxBytes  int64
	fallback  *memory

	mu      sync.Mutex
	bytes   int64 // known to this process
	unswept int   // files written since the last sweep
}

func newFolder(directory string, maxBytes int64) *folder {
	return &folder{directory: directory, maxBytes: maxBytes, fallback: newMemory(maxBytes), unswept: sweepEvery}
}

func (f *folder) file(name string) string { return filepath.Join(f.directory, name+Suffix) }

// get ignores truncated files and files that are not JPEGs.
func (f *folder) get(name string) ([]byte, time.Time, bool) {
	info, err := os.Stat(f.file(name))
	if err != nil || !info.Mode().IsRegular() || info.Size() > MaxBytes {
		return f.fallback.get(name)
	}
	picture, err := os.ReadFile(f.file(name))
	if err != nil || !isJPEG(picture) {
		return f.fallback.get(name)
	}
	return picture, info.ModTime(), true
}

// isJPEG reports whether a file starts and ends with the markers of a JPEG.
func isJPEG(picture []byte) bool {
	return len(picture) <= MaxBytes && bytes.HasPrefix(picture, []byte{0xff, 0xd8}) && bytes.HasSuffix(picture, []byte{0xff, 0xd9})
}

func (f *folder) put(name string, picture []byte) error {
	if err := f.write(name, picture); err != nil {
		return errors.Join(err, f.fallback.put(name, picture))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bytes += int64(len(picture))
	f.unswept++
	if f.unswept < sweepEvery && f.bytes <= f.maxBytes {
		return nil
	}
	return f.sweep()
}

// write creates the file atomically. It does not sync: a file may be lost on power failure.
func (f *folder) write(name string, picture []byte) error {
	if err := os.MkdirAll(f.directory, 0o777); err != nil {
		return err
	}
	file, err := os.CreateTemp(f.directory, "*"+partial)
	if err != nil {
		return err
	}
	_, err = file.Write(picture)
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), f.file(name))
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// sweep counts the bytes in the directory. Above the limit it removes the oldest files
// until 90 % of the limit is used, so that the next file does not trigger another sweep.
func (f *folder) sweep() error {
	files, err := f.files()
	if err != nil {
		return err
	}
	f.bytes, f.unswept = 0, 0
	for _, file := range files {
		f.bytes += file.Size()
	}
	if f.bytes <= f.maxBytes {
		return nil
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, file := range files {
		if f.bytes <= f.maxBytes-f.maxBytes/10 {
			break
		}
		if err := remove(filepath.Join(f.directory, file.Name())); err != nil {
			return err
		}
		f.bytes -= file.Size()
	}
	return nil
}

// files returns the pictures in the directory. It removes old partial files and ignores
// unknown files.
func (f *folder) files() ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(f.directory)
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // another process removed it
		}
		switch filepath.Ext(e.Name()) {
		case Suffix:
			files = append(files, info)
		case partial:
			if time.Since(info.ModTime()) > partialTimeout {
				_ = remove(filepath.Join(f.directory, e.Name())) // the next sweep tries again
			}
		}
	}
	return files, nil
}

// remove deletes a file. A missing file is no error, because another process may have
// deleted it.
func remove(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
