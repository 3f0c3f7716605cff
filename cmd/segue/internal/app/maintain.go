package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// Backup writes a copy of a catalogue to a new file. A server may use the catalogue meanwhile.
func Backup(ctx context.Context, s Source, to string) error {
	if !s.Exists() {
		return missing(s)
	}
	if _, err := os.Stat(to); err == nil {
		return WithHint(fmt.Errorf("%q exists already", to), "a backup replaces no file; choose another name")
	}
	return sqlite.Backup(ctx, s.File, to)
}

// missing is the error of a catalogue that does not exist.
func missing(s Source) error {
	return WithHint(fmt.Errorf("catalogue %q does not exist", s.File), "choose another with --data")
}

// keptLayout is the end of the name of a replaced catalogue: the time in UTC.
const keptLayout = "20060102-150405.000"

// Restored is the result of [Restore].
type Restored struct {
	Episodes int
	// Kept is the file of the replaced catalogue, empty if there was none.
	Kept string
}

// Restore puts a backup in the place of a catalogue. It refuses if another process, such as a
// server, uses the catalogue. The replaced catalogue stays next to it.
func Restore(ctx context.Context, s Source, backup string) (r Restored, err error) {
	if _, err := os.Stat(backup); err != nil {
		return r, fmt.Errorf("backup: %w", err)
	}
	faults, err := sqlite.Check(ctx, backup)
	switch {
	case err != nil:
		return r, err
	case faults.Found():
		return r, WithHint(fmt.Errorf("the backup %q is damaged", backup), fmt.Sprintf("save what is readable with \"segue check --data %s --repair\", then restore it", backup))
	}
	fresh := s.File + ".restored"
	os.Remove(fresh) // of an interrupted run
	if err := sqlite.Backup(ctx, backup, fresh); err != nil {
		return r, err
	}
	defer os.Remove(fresh)
	if r.Episodes, err = countIn(ctx, fresh); err != nil {
		return r, err
	}
	r.Kept, err = replaceCatalog(s.File, fresh)
	return r, err
}

// countIn returns the number of episodes in a file, and updates the file to the current format.
func countIn(ctx context.Context, file string) (int, error) {
	c, err := sqlite.Open(ctx, file)
	if err != nil {
		return 0, err
	}
	n, err := c.Count(ctx)
	return n, errors.Join(err, c.Close())
}

// replaceCatalog puts the catalogue fresh in the place of the one in file, and returns the new
// name of the old one.
func replaceCatalog(file, fresh string) (kept string, err error) {
	kept = file + ".replaced-" + time.Now().UTC().Format(keptLayout)
	_, missing := os.Stat(file)
	err = sqlite.Replace(file, fresh, kept)
	switch {
	case errors.Is(err, sqlite.ErrInUse):
		return "", WithHint(err, "stop the server of this catalogue first")
	case err != nil:
		return "", err
	case missing != nil:
		return "", nil
	}
	return kept, nil
}

// Checked is the result of [Check].
type Checked struct {
	sqlite.Faults
	// UnusedVectors is the number of vectors of texts that no episode contains. They waste
	// space only.
	UnusedVectors int
	// Words describes a difference between the word index and the catalogue. It is empty if
	// there is none, or if a server uses the index.
	Words string
}

// Check looks for faults in a catalogue and its word index. Other processes may use them.
func Check(ctx context.Context, s Source, m Models) (c Checked, err error) {
	if !s.Exists() {
		return c, missing(s)
	}
	if c.Faults, err = sqlite.Check(ctx, s.File); err != nil || c.Found() {
		return c, err
	}
	store, err := OpenCatalog(ctx, s)
	if err != nil {
		return c, err
	}
	defer store.Close()
	m.Catalog = store
	if c.UnusedVectors, err = unusedVectors(ctx, m); err != nil {
		return c, err
	}
	c.Words, err = checkWords(ctx, s, store)
	return c, err
}

func unusedVectors(ctx context.Context, m Models) (n int, err error) {
	models, err := m.Prune(ctx, true)
	for _, v := range models {
		n += v.Vectors
	}
	return n, err
}

// checkWords compares the episodes of the word index with the catalogue.
func checkWords(ctx context.Context, s Source, store catalog.Store) (string, error) {
	directory := s.directory(wordsSuffix)
	if _, err := os.Stat(directory); err != nil {
		return "", nil // it is built when it is needed
	}
	w, err := words.Open(ctx, directory, words.Config{})
	if errors.Is(err, words.ErrLocked) {
		return "", nil // its server keeps it up to date
	}
	if err != nil {
		return err.Error(), nil
	}
	defer w.Close()
	if damage := w.Discarded(); damage != nil {
		return damage.Error(), nil
	}
	missing, err := indexer.MissingWords(ctx, store, w)
	if missing > 0 {
		return fmt.Sprintf("%d episodes are missing or have an older text", missing), err
	}
	return "", err
}

// Repair saves what is readable of a catalogue, and puts it in the place of the catalogue. It
// refuses if another process uses the catalogue. The damaged one stays next to it.
func Repair(ctx context.Context, s Source) (kept string, lost sqlite.Lost, err error) {
	if !s.Exists() {
		return "", lost, missing(s)
	}
	if used, err := sqlite.InUse(s.File); err != nil || used {
		return "", lost, errors.Join(err, WithHint(sqlite.ErrInUse, "stop the server of this catalogue first"))
	}
	fresh := s.File + ".repaired"
	os.Remove(fresh) // of an interrupted run
	if lost, err = sqlite.Salvage(ctx, s.File, fresh); err != nil {
		return "", lost, err
	}
	defer os.Remove(fresh)
	kept, err = replaceCatalog(s.File, fresh)
	return kept, lost, err
}
