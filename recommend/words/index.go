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

// format is the version of the index. Increase it with every change of the indexed data
// or its analysis. Open replaces an index with another format.
const format = "segue words 2"

// rootFile is the file in which Bleve lists the files of the index.
const rootFile = "root.bolt"

var formatKey = []byte("format")

// lockTimeout is how long Open waits for another process, in Bleve's format. A process
// keeps the index open while it runs, so a longer wait does not help.
const lockTimeout = "200ms"

// Index is the word index of a catalogue. It is safe for concurrent use.
type Index struct {
	config          Config
	defaultLanguage *language
	scorch          *scorch.Scorch
	analysis        *index.AnalysisQueue
	discarded       error
	// syncing is held during Sync, so that two calls do not write the same episodes.
	syncing sync.Mutex
	closing atomic.Bool
}

// OpenMemory returns an empty index in memory.
func OpenMemory(config Config) (*Index, error) {
	return open(config, map[string]any{"path": ""})
}

// Open opens the index in a directory and creates it if it does not exist. Open deletes
// and recreates an index that is damaged, has another format or has another default
// language; no data is lost, since the catalogue has all of it (see [Index.Discarded]).
// Open returns [ErrLocked] if another process has opened the index.
func Open(ctx context.Context, directory string, config Config) (*Index, error) {
	settings := map[string]any{"path": directory, "bolt_timeout": lockTimeout}
	x, damage := open(config, settings)
	if damage == nil || errors.Is(damage, ErrLocked) || ctx.Err() != nil {
		return x, damage
	}
	if err := discard(directory); err != nil {
		return nil, fmt.Errorf("deleting the unusable word index in %s (%w): %w", directory, damage, err)
	}
	x, err := open(config, settings)
	if err != nil {
		return nil, fmt.Errorf("creating the word index in %s: %w", directory, err)
	}
	x.discarded = damage
	return x, nil
}

// Discarded returns the reason why Open deleted an earlier index, or nil if it did not.
func (x *Index) Discarded() error { return x.discarded }

func open(config Config, settings map[string]any) (*Index, error) {
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	created, err := scorch.NewScorch(scorch.Name, settings, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	x := &Index{config: config, defaultLanguage: languageFor(config.Language), scorch: created.(*scorch.Scorch), analysis: queue}
	path := settings["path"].(string)
	_, statErr := os.Stat(filepath.Join(path, rootFile))
	if err := x.start(path == "" || errors.Is(statErr, os.ErrNotExist)); err != nil {
		queue.Close()
		if errors.Is(err, bolt.ErrTimeout) {
			err = ErrLocked
		}
		return nil, err
	}
	return x, nil
}

// start opens Bleve's files and checks them before it writes.
func (x *Index) start(isNew bool) (err error) {
	opened := false
	defer func() { // a truncated or overwritten file can make Bleve panic
		if p := recover(); p != nil {
			opened, err = true, fmt.Errorf("cannot read the word index: %v", p)
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

// abandon releases as much as possible of an index that could not be opened.
func (x *Index) abandon() {
	defer func() { _ = recover() }()
	_ = x.scorch.Close()
}

// format returns the format version with the default language. Episodes without a
// language are analysed in the default language, so another default needs a new index.
func (x *Index) format() string { return format + " " + x.defaultLanguage.code }

// check returns an error if the index has another format or damaged files.
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
		return fmt.Errorf("the word index has format %q, want %q", found, x.format())
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

// verify compares a segment's file with the checksum in its last four bytes. Bleve
// writes the checksum but does not check it. A few gigabytes take about one second if
// they are in the file system's cache.
func verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum, want := crc32.NewIEEE(), make([]byte, crc32.Size)
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return err
	}
	if _, err := io.ReadFull(f, want); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(want) != sum.Sum32() {
		return fmt.Errorf("file %s of the word index is damaged: wrong checksum", filepath.Base(path))
	}
	return nil
}

// discard deletes Bleve's files in a directory and leaves all other files.
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

// Delete deletes the index in a directory, if there is one. It also deletes the
// directory unless it has other files. Delete returns [ErrLocked] if another process
// has opened the index.
func Delete(directory string) error {
	root := filepath.Join(directory, rootFile)
	if _, err := os.Stat(root); err == nil {
		timeout, err := time.ParseDuration(lockTimeout)
		if err != nil {
			return err
		}
		db, err := bbolt.Open(root, 0o600, &bbolt.Options{Timeout: timeout, ReadOnly: true})
		if errors.Is(err, bolt.ErrTimeout) {
			return ErrLocked
		}
		if err == nil { // a damaged file cannot be opened; it is deleted below
			db.Close() // some systems cannot delete an open file
		}
	}
	if err := discard(directory); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("deleting the word index in %s: %w", directory, err)
	}
	_ = os.Remove(directory) // fails if it has other files
	return nil
}

// Close waits for the current batch and closes the index. Existing views stay usable.
func (x *Index) Close() error {
	if x.closing.Swap(true) {
		return nil
	}
	x.syncing.Lock() // a write after Close blocks forever in Bleve
	defer x.syncing.Unlock()
	defer x.analysis.Close()
	return x.scorch.Close()
}

func (x *Index) languageOf(e data.Episode) *language {
	if e.Language == "" {
		return x.defaultLanguage
	}
	return languageFor(e.Language)
}
