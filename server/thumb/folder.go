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
	// partial ends the name of a file that is being written.
	partial = ".partial"
	// abandoned is when a file that is being written no longer is: its process was
	// killed.
	abandoned = time.Hour
	// sweepEvery is after how many files the directory is looked through, because other
	// processes write there too; they exceed the bound by so many files at most.
	sweepEvery = 256
)

// folder is a store of files, one for each picture. Whoever has the same directory
// shares them. What it cannot write it keeps in memory.
type folder struct {
	directory string
	most      int64
	spare     *memory

	mu      sync.Mutex
	bytes   int64 // as far as this process knows
	unswept int   // files written since the directory was looked through
}

func newFolder(directory string, most int64) *folder {
	return &folder{directory: directory, most: most, spare: newMemory(most), unswept: sweepEvery}
}

func (f *folder) file(name string) string { return filepath.Join(f.directory, name+Suffix) }

// get takes no file for a picture that was cut short, or is something else.
func (f *folder) get(name string) ([]byte, time.Time, bool) {
	info, err := os.Stat(f.file(name))
	if err != nil || !info.Mode().IsRegular() || info.Size() > MaxBytes {
		return f.spare.get(name)
	}
	picture, err := os.ReadFile(f.file(name))
	if err != nil || !whole(picture) {
		return f.spare.get(name)
	}
	return picture, info.ModTime(), true
}

// whole knows a JPEG by its first and last marker.
func whole(picture []byte) bool {
	return len(picture) <= MaxBytes && bytes.HasPrefix(picture, []byte{0xff, 0xd8}) && bytes.HasSuffix(picture, []byte{0xff, 0xd9})
}

func (f *folder) put(name string, picture []byte) error {
	if err := f.write(name, picture); err != nil {
		return errors.Join(err, f.spare.put(name, picture))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bytes += int64(len(picture))
	f.unswept++
	if f.unswept < sweepEvery && f.bytes <= f.most {
		return nil
	}
	return f.sweep()
}

// write makes the file appear whole. It need not survive a loss of power.
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

// sweep counts what is there. Above the bound it removes the oldest files, with a
// tenth to spare, so that it is not the next file that makes it sweep again.
func (f *folder) sweep() error {
	files, err := f.files()
	if err != nil {
		return err
	}
	f.bytes, f.unswept = 0, 0
	for _, file := range files {
		f.bytes += file.Size()
	}
	if f.bytes <= f.most {
		return nil
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, file := range files {
		if f.bytes <= f.most-f.most/10 {
			break
		}
		if err := remove(filepath.Join(f.directory, file.Name())); err != nil {
			return err
		}
		f.bytes -= file.Size()
	}
	return nil
}

// files are the pictures in the directory. Those that nobody will finish are removed
// on the way; what is no file of ours is left alone.
func (f *folder) files() ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(f.directory)
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // another process was faster
		}
		switch filepath.Ext(e.Name()) {
		case Suffix:
			files = append(files, info)
		case partial:
			if time.Since(info.ModTime()) > abandoned {
				_ = remove(filepath.Join(f.directory, e.Name())) // the next sweep tries again
			}
		}
	}
	return files, nil
}

// remove leaves no file, whoever removes it.
func remove(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
