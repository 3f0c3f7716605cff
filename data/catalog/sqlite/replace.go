package sqlite

import (
	"errors"
	"fmt"
	"os"
)

// ErrInUse is the error of replacing a catalogue that another process has open.
var ErrInUse = errors.New("another process, such as a server, uses the catalogue")

// parts are the suffixes of the files of a catalogue. The last two have recent writes.
var parts = []string{"", "-wal", "-shm"}

// Replace puts the catalogue in the file with in the place of the one at path. The old one
// keeps all its files, with the name kept. The new one must have no write-ahead log, as after
// [Backup]. The error is or wraps [ErrInUse] if another process uses the old one.
func Replace(path, with, kept string) error {
	if isFile(path) {
		used, err := InUse(path)
		if err == nil && used {
			err = ErrInUse
		}
		if err != nil {
			return fmt.Errorf("catalog: replace %q: %w", path, err)
		}
	}
	for _, part := range parts { // the log first would be lost in a crash
		err := os.Rename(path+part, kept+part)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("catalog: keep the old catalogue: %w", err)
		}
	}
	if err := os.Rename(with, path); err != nil {
		return fmt.Errorf("catalog: %w; the old catalogue is %q", err, kept)
	}
	return syncFile(path)
}
