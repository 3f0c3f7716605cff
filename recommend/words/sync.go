package words

import (
	"context"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"

	"segue/data"
)

// Limits of a batch. A batch is written as a whole, so a stop between two batches loses
// nothing.
const (
	// maxBatch is the maximum number of episodes in a batch. Each write waits for the
	// disk once; with a thousand descriptions this wait is short in comparison.
	maxBatch = 1000
	// maxBatchText is the maximum size of the texts in a batch, in bytes. The analysed
	// words take about thirty times the memory of the text, and a transcript is about
	// fifty times as long as a description.
	maxBatchText = 2 << 20
)

// Read calls each for every existing episode with one of the ids, in any order. It
// skips ids without an episode.
type Read func(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error

// Sync updates the index so that it has exactly the wanted episodes. It reads the
// missing ones in their order, at most a thousand at a time. A batch writes the new
// state of an episode and deletes its earlier states together. After an error or a
// cancellation the written batches stay, and the next call continues from there.
func (x *Index) Sync(ctx context.Context, want []Key, read Read) error {
	x.syncing.Lock()
	defer x.syncing.Unlock()
	w, err := x.difference(want)
	if err != nil {
		return fmt.Errorf("reading the word index: %w", err)
	}
	w.read = read
	if err := w.run(ctx); err != nil {
		return fmt.Errorf("updating the word index: %w", err)
	}
	return nil
}

// Missing returns the number of wanted episodes that the index does not have in this
// state. [Index.Sync] would read them.
func (x *Index) Missing(want []Key) (int, error) {
	w, err := x.difference(want)
	if err != nil {
		return 0, fmt.Errorf("reading the word index: %w", err)
	}
	return len(w.missing), nil
}

// syncRun is the state of one call of Sync.
type syncRun struct {
	index *Index
	read  Read
	// missing are the keys to add. gone are the names of the documents to delete, by
	// episode: they have a state that is not wanted.
	missing []Key
	gone    map[data.EpisodeID][]string
	batch   *index.Batch
	size    int
}

// difference compares the wanted keys with the index.
func (x *Index) difference(want []Key) (*syncRun, error) {
	w := &syncRun{index: x, gone: map[data.EpisodeID][]string{}, batch: index.NewBatch()}
	wanted := make(map[string]bool, len(want)) // value: the index has the key
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
			wanted[name] = true // write a repeated key once
			w.missing = append(w.missing, k)
		}
	}
	return w, err
}

func (w *syncRun) run(ctx context.Context) error {
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
func (w *syncRun) add(ctx context.Context, keys []Key) error {
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
			return fmt.Errorf("read returned the unrequested episode %q", e.ID)
		}
		w.batch.Update(newEpisodeDocument(key, e, w.index.languageOf(e)))
		w.size += len(e.Title) + len(e.Description) + len(e.Transcript)
		w.remove(e.ID)
		return w.flushAt(ctx, maxBatch, maxBatchText)
	})
	if err != nil {
		return err
	}
	return w.flushAt(ctx, 1, 0)
}

// remove deletes the documents of an episode that are not wanted.
func (w *syncRun) remove(id data.EpisodeID) {
	for _, name := range w.gone[id] {
		w.batch.Delete(name)
	}
	delete(w.gone, id)
}

// flushAt writes the batch if it has at least the given number of changes or bytes of
// text.
func (w *syncRun) flushAt(ctx context.Context, changes, size int) error {
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
