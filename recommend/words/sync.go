package words

import (
	"context"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// A batch is written at once: what is stopped between two batches loses nothing.
const (
	// maxBatch is how many episodes are written at once. Writing ends with waiting
	// for the disk, and a thousand descriptions are worth that.
	maxBatch = 1000
	// maxBatchText is how many bytes of text are written at once. The analysed
	// words of a text take some thirty times its size, and a transcript has fifty
	// times the text of a description.
	maxBatchText = 2 << 20
)

// Read calls each for the episodes that have one of the ids, in any order, and
// leaves out those that are gone.
type Read func(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error

// Sync makes the index have the wanted episodes and no others. It reads those that
// are missing, in their order, a thousand at a time, and deletes an earlier state
// of an episode together with writing the new one. After an error, or where ctx
// ends, what was written stays, and another call goes on from there.
func (x *Index) Sync(ctx context.Context, want []Key, read Read) error {
	x.syncing.Lock()
	defer x.syncing.Unlock()
	w, err := x.difference(want)
	if err != nil {
		return fmt.Errorf("reading the index of words: %w", err)
	}
	w.read = read
	if err := w.run(ctx); err != nil {
		return fmt.Errorf("bringing the index of words up to date: %w", err)
	}
	return nil
}

// Missing counts the wanted episodes that the index does not have, or not in this
// state: those that [Index.Sync] would read.
func (x *Index) Missing(want []Key) (int, error) {
	w, err := x.difference(want)
	if err != nil {
		return 0, fmt.Errorf("reading the index of words: %w", err)
	}
	return len(w.missing), nil
}

// writing is one call of Sync.
type writing struct {
	index *Index
	read  Read
	// missing are the keys to add. gone has the names that the index has of
	// episodes in a state that is not wanted.
	missing []Key
	gone    map[data.EpisodeID][]string
	batch   *index.Batch
	size    int
}

// difference compares what is wanted with what the index has.
func (x *Index) difference(want []Key) (*writing, error) {
	w := &writing{index: x, gone: map[data.EpisodeID][]string{}, batch: index.NewBatch()}
	wanted := make(map[string]bool, len(want)) // whether the index has it
	for _, k := range want {
		wanted[k.String()] = false
	}
	snapshot, err := x.snapshot()
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	err = eachDocument(snapshot, func(_, _ int, name []byte) {
		if _, ok := wanted[string(name)]; ok {
			wanted[string(name)] = true
			return
		}
		id := idOf(string(name))
		w.gone[id] = append(w.gone[id], string(name))
	})
	for _, k := range want {
		if name := k.String(); !wanted[name] {
			wanted[name] = true // a key that is given twice is written once
			w.missing = append(w.missing, k)
		}
	}
	return w, err
}

func (w *writing) run(ctx context.Context) error {
	for len(w.missing) > 0 {
		n := min(len(w.missing), maxBatch)
		if err := w.add(ctx, w.missing[:n]); err != nil {
			return err
		}
		w.missing = w.missing[n:]
	}
	for id := range w.gone {
		w.remove(id)
		if err := w.flushAt(ctx, maxBatch, maxBatchText); err != nil {
			return err
		}
	}
	return w.flushAt(ctx, 1, 0)
}

// add reads and writes the episodes of keys.
func (w *writing) add(ctx context.Context, keys []Key) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ids, byID := make([]data.EpisodeID, len(keys)), make(map[data.EpisodeID]Key, len(keys))
	for i, k := range keys {
		ids[i], byID[k.ID] = k.ID, k
	}
	err := w.read(ctx, ids, func(e data.Episode) error {
		key, ok := byID[e.ID]
		if !ok {
			return fmt.Errorf("episode %q was read, which was not asked for", e.ID)
		}
		w.batch.Update(newDocument(key, e, w.index.languageOf(e)))
		w.size += len(e.Title) + len(e.Description) + len(e.Transcript)
		w.remove(e.ID)
		return w.flushAt(ctx, maxBatch, maxBatchText)
	})
	if err != nil {
		return err
	}
	return w.flushAt(ctx, 1, 0)
}

// remove deletes the states of an episode that are not wanted.
func (w *writing) remove(id data.EpisodeID) {
	for _, name := range w.gone[id] {
		w.batch.Delete(name)
	}
	delete(w.gone, id)
}

// flushAt writes what waits if there are so many changes or so much text.
func (w *writing) flushAt(ctx context.Context, changes, size int) error {
	n := len(w.batch.IndexOps)
	if n == 0 || n < changes && w.size < max(size, 1) {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.index.closing.Load() {
		return errClosed
	}
	err := w.index.scorch.Batch(w.batch)
	w.batch, w.size = index.NewBatch(), 0
	return err
}
