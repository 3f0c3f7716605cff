package main

import (
	"context"
	"errors"

	"segue/recommend/indexer"
	"segue/recommend/words"
)

// wordsSuffix names the directory of the index of words after the file of its
// catalogue.
const wordsSuffix = ".words"

// openWords opens the index of words beside a catalogue's file, "" for a catalogue
// in memory. Where another process keeps it, as a server does that runs, the index
// is an empty one in memory.
func openWords(ctx context.Context, t *terminal, file string) (w *words.Index, elsewhere bool, err error) {
	if file == "" {
		w, err = words.OpenMemory(words.Config{})
		return w, false, err
	}
	w, err = words.Open(ctx, file+wordsSuffix, words.Config{})
	switch {
	case errors.Is(err, words.ErrLocked):
		t.log.Debug("another process keeps the index of words; one is made in memory", "directory", file+wordsSuffix)
		w, err = words.OpenMemory(words.Config{})
		return w, true, err
	case err != nil:
		return nil, false, hinted{err, `it can be made anew at any time: "segue reindex"`}
	}
	if damage := w.Discarded(); damage != nil {
		t.log.Warn("the index of words cannot be used and is made anew", "directory", file+wordsSuffix, "cause", damage)
	}
	return w, false, nil
}

// load reads the catalogue and indexes the words that are missing, with progress.
func (p *product) load(ctx context.Context, t *terminal) (indexer.Progress, error) {
	b := newBar(t.stderr, "indexing words")
	defer b.close()
	p.indexer.OnWords(b.set)
	defer p.indexer.OnWords(nil)
	return p.indexer.Load(ctx)
}
