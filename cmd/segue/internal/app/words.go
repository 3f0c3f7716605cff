package app

import (
	"context"
	"errors"
	"fmt"

	"segue/recommend/indexer"
	"segue/recommend/words"
)

// wordsSuffix is appended to the name of the catalogue's file to name the directory of
// the word index.
const wordsSuffix = ".words"

// openWords opens the word index of the catalogue's file. The index is in memory if the
// catalogue is in memory, in the mode List, or if another process, such as a server, uses
// the index on disk.
func (a *App) openWords(ctx context.Context, o Options) (err error) {
	if a.Words = o.Words; a.Words != nil {
		return nil
	}
	directory := o.Source.directory(wordsSuffix)
	if o.Mode == List || directory == "" {
		a.Words, err = words.OpenMemory(words.Config{})
	} else {
		a.Words, a.wordsLocked, err = a.openWordsIn(ctx, directory)
	}
	if err == nil {
		a.close = append(a.close, func() { a.Words.Close() })
	}
	return err
}

func (a *App) openWordsIn(ctx context.Context, directory string) (w *words.Index, locked bool, err error) {
	w, err = words.Open(ctx, directory, words.Config{})
	switch {
	case errors.Is(err, words.ErrLocked):
		a.log.Debug("another process uses the word index; building one in memory", "directory", directory)
		w, err = words.OpenMemory(words.Config{})
		return w, true, err
	case err != nil:
		return nil, false, WithHint(err, `rebuild the word index with "segue reindex"`)
	}
	if damage := w.Discarded(); damage != nil {
		a.log.Warn("the word index is damaged and is rebuilt", "directory", directory, "cause", damage)
	}
	return w, false, nil
}

// RebuildWords deletes the word index of a catalogue and builds it again. It returns the
// number of indexed episodes.
func RebuildWords(ctx context.Context, s Source, progress func(done, total int)) (episodes int, err error) {
	c, err := OpenCatalog(ctx, s)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	directory := s.directory(wordsSuffix)
	if err = words.Delete(directory); err != nil {
		return 0, rebuildError(directory, err)
	}
	w, err := words.Open(ctx, directory, words.Config{})
	if err != nil {
		return 0, rebuildError(directory, err)
	}
	episodes, err = indexer.IndexWords(ctx, c, w, progress)
	return episodes, errors.Join(err, w.Close())
}

func rebuildError(directory string, err error) error {
	if errors.Is(err, words.ErrLocked) {
		return WithHint(fmt.Errorf("reindex %q: %w", directory, err), "stop the server of this catalogue first")
	}
	return err
}
