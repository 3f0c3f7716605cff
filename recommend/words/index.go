package words

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"go.etcd.io/bbolt"
	bolt "go.etcd.io/bbolt/errors"

	"segue/data"
)

// format is counted up with every change of what is indexed or how. An index of
// another format is replaced by a new one.
const format = "segue words 2"

// rootFile is where Bleve says which files the index consists of.
const rootFile = "root.bolt"

var formatKey = []byte("format")

// lockPatience is how long Open waits for another process, in the form that Bleve
// takes. A process that opened the index keeps it, so waiting longer is in vain.
const lockPatience = "200ms"

// Index is the words of a catalogue. It is safe for concurrent use.
type Index struct {
	config    Config
	fallback  *language
	scorch    *scorch.Scorch
	analysis  *index.AnalysisQueue
	discarded error
	// syncing keeps two calls of Sync from writing the same episodes.
	syncing sync.Mutex
	closing atomic.Bool
}

// OpenMemory returns an empty index that is kept in memory.
func OpenMemory(config Config) (*Index, error) {
	return open(config, map[string]any{"path": ""})
}

// Open opens the index in a directory, and makes it where it is missing. An index
// that is damaged, or was made by another version or with another default
// language, is deleted and begun anew: all that it has is in the catalogue (see
// [Index.Discarded]). The error is [ErrLocked] where another process has it open.
func Open(ctx context.Context, directory string, config Config) (*Index, error) {
	settings := map[string]any{"path": directory, "bolt_timeout": lockPatience}
	x, damage := open(config, settings)
	if damage == nil || errors.Is(damage, ErrLocked) || ctx.Err() != nil {
		return x, damage
	}
	if err := discard(directory); err != nil {
		return nil, fmt.Errorf("deleting the index of words, which is unusable (%w): %w", damage, err)
	}
	x, err := open(config, settings)
	if err != nil {
		return nil, fmt.Errorf("making an index of words in %s: %w", directory, err)
	}
	x.discarded = damage
	return x, nil
}

// Discarded says why an earlier index in the directory was deleted, and is nil
// where none was.
func (x *Index) Discarded() error { return x.discarded }

func open(config Config, settings map[string]any) (*Index, error) {
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	made, err := scorch.NewScorch(scorch.Name, settings, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	x := &Index{config: config, fallback: languageFor(config.Language), scorch: made.(*scorch.Scorch), analysis: queue}
	path := settings["path"].(string)
	_, missing := os.Stat(filepath.Join(path, rootFile))
	if err := x.start(path == "" || errors.Is(missing, os.ErrNotExist)); err != nil {
		queue.Close()
		if errors.Is(err, bolt.ErrTimeout) {
			err = ErrLocked
		}
		return nil, err
	}
	return x, nil
}

// start opens what Bleve keeps and checks it before anything is written.
func (x *Index) start(isNew bool) (err error) {
	opened := false
	defer func() { // a file that was cut or overwritten can make Bleve read beyond its end
		if p := recover(); p != nil {
			opened, err = true, fmt.Errorf("the index of words cannot be read: %v", p)
		}
		if err != nil && opened {
			x.abandon()
		}
	}()
	if err := x.scorch.OpenMeta(); err != nil {
		return err
	}
	opened = true
	if err := x.check(isNew); err != nil {
		return err
	}
	if err := x.scorch.Open(); err != nil || !isNew {
		return err
	}
	return x.scorch.SetInternal(formatKey, []byte(x.format()))
}

// abandon releases an index that could not be opened, as far as that goes.
func (x *Index) abandon() {
	defer func() { _ = recover() }()
	_ = x.scorch.Close()
}

// format names what the index holds. Episodes without a language of their own
// depend on the default.
func (x *Index) format() string { return format + " " + x.fallback.code }

// check refuses an index of another format, and one whose files are damaged.
func (x *Index) check(isNew bool) error {
	snapshot, err := x.snapshot()
	if err != nil || isNew {
		return err
	}
	defer snapshot.Close()
	found, err := snapshot.GetInternal(formatKey)
	if err != nil {
		return err
	}
	if string(found) != x.format() {
		return fmt.Errorf("the index of words has the format %q instead of %q", found, x.format())
	}
	for _, s := range snapshot.Segments() {
		if file, ok := s.Segment().(segment.PersistedSegment); ok {
			if err := verify(file.Path()); err != nil {
				return err
			}
		}
	}
	return nil
}

// verify compares a segment's file with the checksum in its last four bytes, which
// Bleve writes but does not read. It reads the memory of a file's cache, a second
// for some gigabytes.
func verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	about, err := f.Stat()
	if err != nil {
		return err
	}
	sum, want := crc32.NewIEEE(), make([]byte, crc32.Size)
	if _, err := io.CopyN(sum, f, about.Size()-crc32.Size); err != nil {
		return err
	}
	if _, err := io.ReadFull(f, want); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(want) != sum.Sum32() {
		return fmt.Errorf("%s of the index of words is damaged: its checksum is wrong", filepath.Base(path))
	}
	return nil
}

// discard deletes what Bleve keeps in a directory, and nothing else that may be
// there.
func discard(directory string) error {
	files, err := os.ReadDir(directory)
	if err != nil {
		return err
	}
	for _, f := range files {
		if name := f.Name(); strings.HasSuffix(name, ".zap") || name == rootFile {
			if err := os.Remove(filepath.Join(directory, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Delete deletes the index in a directory, if there is one, and the directory
// unless it has other files. The error is [ErrLocked] where another process has the
// index open.
func Delete(directory string) error {
	root := filepath.Join(directory, rootFile)
	if _, err := os.Stat(root); err == nil {
		patience, err := time.ParseDuration(lockPatience)
		if err != nil {
			return err
		}
		held, err := bbolt.Open(root, 0o600, &bbolt.Options{Timeout: patience, ReadOnly: true})
		if errors.Is(err, bolt.ErrTimeout) {
			return ErrLocked
		}
		if err == nil { // a damaged file cannot be opened, and goes too
			held.Close() // a file that is open cannot be deleted everywhere
		}
	}
	if err := discard(directory); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("deleting the index of words: %w", err)
	}
	_ = os.Remove(directory) // fails where it has other files
	return nil
}

// Close closes the index, after the batch that is being written. Views that were
// made of it go on working.
func (x *Index) Close() error {
	if x.closing.Swap(true) {
		return nil
	}
	x.syncing.Lock() // Bleve waits for ever where something is written after it was closed
	defer x.syncing.Unlock()
	defer x.analysis.Close()
	return x.scorch.Close()
}

func (x *Index) languageOf(e data.Episode) *language {
	if e.Language == "" {
		return x.fallback
	}
	return languageFor(e.Language)
}
