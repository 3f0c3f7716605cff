package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"segue/data/catalog"
)

// health is what is wrong with a catalogue.
type health struct {
	// path is the catalogue's file, and file its identity when it was opened. Both are
	// unset for a catalogue in memory.
	path string
	file os.FileInfo
	// readOnly is set if the catalogue cannot be written.
	readOnly bool

	mu sync.Mutex
	// full is set after a write that found no space, until there is space again.
	full bool
	// damaged has the cause for each episode that cannot be read, by id.
	damaged map[string]error
}

// watch remembers the identity of the file.
func (h *health) watch(path string) {
	if file, err := os.Stat(path); err == nil {
		h.path, h.file = path, file
	}
}

// replaced returns [catalog.ErrReplaced] if the path has another file now.
func (h *health) replaced() error {
	if h.file == nil {
		return nil
	}
	now, err := os.Stat(h.path)
	if errors.Is(err, os.ErrNotExist) || err == nil && !os.SameFile(h.file, now) {
		return catalog.ErrReplaced
	}
	return nil
}

// beforeWrite returns the reason why a write would be lost.
func (h *health) beforeWrite() error {
	if h.readOnly {
		return catalog.ErrReadOnly
	}
	return h.replaced()
}

func (h *health) afterWrite(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.full = errors.Is(err, catalog.ErrFull) || err != nil && h.full
}

// hide records an episode that cannot be read.
func (h *health) hide(id string, cause error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.damaged == nil {
		h.damaged = map[string]error{}
	}
	h.damaged[id] = cause
}

// Health implements [catalog.Store].
func (c *Catalog) Health(context.Context) error {
	h := c.health
	if err := h.beforeWrite(); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.full = h.full && !hasSpace(filepath.Dir(h.path)); h.full {
		return catalog.ErrFull
	}
	if n := len(h.damaged); n > 0 {
		return fmt.Errorf("%w (%d)", catalog.ErrDamaged, n)
	}
	return nil
}

// neededSpace is the space in bytes with which writes are tried again after the disk was full.
// A batch of an import needs less.
const neededSpace = 1 << 20

// hasSpace reports whether a folder has some space, by writing a file.
func hasSpace(folder string) bool {
	f, err := os.CreateTemp(folder, "segue-space-*")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, neededSpace))
	return errors.Join(err, f.Close()) == nil
}
