package indexer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/duplicate"
	"segue/recommend/local"
	"segue/recommend/passage"
	"segue/recommend/words"
)

// textKey is a hash of the texts that are embedded for an episode.
type textKey [sha256.Size]byte

// textKeyOf returns the key of a title and a description without boilerplate.
func textKeyOf(title, stripped string) textKey {
	return sha256.Sum256([]byte(title + "\x00" + stripped))
}

// textKeys identify the texts of an episode without boilerplate: its indexed words and
// its embedded passages.
type textKeys struct {
	words words.Key
	text  textKey
}

// lookupTexts is the number of texts that are looked up in one query of the cache. With more,
// the texts of a large catalogue would fill the memory.
const lookupTexts = 1000

// unknownRevision is the revision before the first read.
const unknownRevision = -1

// maxChangedShare is the largest share of changed episodes that are read one by one. Reading all
// episodes in order is faster for more.
const maxChangedShare = 0.25

// read brings the index up to date with the catalogue. It keeps the vectors of unchanged texts and
// takes others from the embedder's cache. Episodes without vectors become pending.
func (x *modelIndex) read(ctx context.Context) error {
	weights, err := x.readWeights(ctx)
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	changes, err := x.catalog.Changes(ctx, x.revision)
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	few := float64(len(changes.Changed)+len(changes.Deleted)) <= maxChangedShare*float64(len(x.known))
	if x.index != nil && changes.Complete && few {
		err = x.readChanges(ctx, changes)
	} else {
		err = x.readAll(ctx)
	}
	if err == nil {
		x.weights = weights
	}
	return err
}

// catalogReader builds the next state of an index.
type catalogReader struct {
	*modelIndex
	index   *local.Index
	known   map[data.EpisodeID]textKeys
	pending []job
	// changed are the keys of the words that differ from the state before.
	changed []words.Key
	// waiting are changes whose vectors must be looked up; texts is the number of their texts.
	waiting []waiting
	texts   int
}

// waiting is a change with the texts of its passages, and the key of these texts.
type waiting struct {
	local.Change
	texts []string
	text  textKey
}

// add adds an episode.
func (r *catalogReader) add(read boilerplate.Episode) {
	before, wasKnown := r.modelIndex.known[read.ID]
	if wasKnown && read.Unchanged {
		r.known[read.ID] = before
		return
	}
	stripped := read.Stripped()
	keys := textKeys{keyOf(read.Episode, read.Digest, stripped), textKeyOf(read.Title, stripped)}
	r.known[read.ID] = keys
	if wasKnown && before == keys {
		return
	}
	e := read.Episode
	e.Description = stripped
	w := waiting{text: keys.text, Change: local.Change{Episode: e, Content: sha256.Sum256([]byte(keys.words.Digest)), Words: keys.words, Signature: duplicate.Sign(e)}}
	r.changed = append(r.changed, keys.words)
	if wasKnown && before.text == keys.text {
		if w.Passages = r.index.Passages(e.ID); len(w.Passages) > 0 {
			r.waiting = append(r.waiting, w)
			return
		}
	}
	w.texts = passage.Texts(e.Title, e.Description)
	r.waiting = append(r.waiting, w)
	r.texts += len(w.texts)
}

// flush looks up the vectors of the waiting changes in the cache and updates the index.
func (r *catalogReader) flush(ctx context.Context) error {
	texts := make([]string, 0, r.texts)
	for _, w := range r.waiting {
		texts = append(texts, w.texts...)
	}
	found, err := r.model.Cached(ctx, texts)
	if err != nil {
		return err
	}
	changes := make([]local.Change, len(r.waiting))
	for i, w := range r.waiting {
		passages := found[:len(w.texts)]
		found = found[len(w.texts):]
		switch {
		case len(w.Passages) > 0:
		case complete(passages):
			w.Passages = passages
		case r.refused[w.Episode.ID] != w.text:
			r.pending = append(r.pending, job{id: w.Episode.ID, published: w.Episode.Published, text: w.text})
		}
		changes[i] = w.Change
	}
	r.waiting, r.texts = nil, 0
	r.index, err = r.index.Update(ctx, changes)
	return err
}

func complete(passages [][]float32) bool {
	return !slices.ContainsFunc(passages, func(p []float32) bool { return p == nil })
}

// use makes the state of r the state of the index. The episodes that stay pending keep their
// place.
func (x *modelIndex) use(r *catalogReader, known map[data.EpisodeID]textKeys, revision int64) {
	changed := map[data.EpisodeID]bool{}
	for _, key := range r.changed {
		changed[key.ID] = true
	}
	for _, j := range x.pending {
		if keys, ok := known[j.id]; ok && !changed[j.id] && keys.text == j.text {
			r.pending = append(r.pending, j)
		}
	}
	x.index, x.known, x.pending, x.revision = r.index, known, r.pending, revision
	slices.SortFunc(x.pending, func(a, b job) int {
		return cmp.Or(b.published.Compare(a.published), cmp.Compare(a.id, b.id))
	})
	if x.oldestFirst {
		slices.Reverse(x.pending)
	}
}

// readAll reads all episodes.
func (x *modelIndex) readAll(ctx context.Context) error {
	first := x.index
	if first == nil {
		var err error
		if first, err = local.New(x.words, x.retrieval, x.model.Name); err != nil {
			return err
		}
	}
	var next *catalogReader
	read, revision, err := x.boilerplate.Read(ctx, source{x.catalog}, false, func() func(boilerplate.Episode) error {
		next = &catalogReader{modelIndex: x, index: first, known: make(map[data.EpisodeID]textKeys, len(x.known))}
		return func(e boilerplate.Episode) error {
			if next.add(e); next.texts >= lookupTexts {
				return next.flush(ctx)
			}
			return ctx.Err()
		}
	})
	if err == nil {
		err = next.flush(ctx)
	}
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	var gone []data.EpisodeID
	for id := range x.known {
		if _, ok := next.known[id]; !ok {
			gone = append(gone, id)
		}
	}
	if next.index, err = next.index.Update(ctx, removals(gone)); err != nil {
		return err
	}
	if err := x.writeAllWords(ctx, next.known, read.Set()); err != nil {
		return err
	}
	if next.index, err = next.index.LoadWords(); err != nil {
		return err
	}
	x.boilerplate = read
	x.use(next, next.known, revision)
	return nil
}

func removals(ids []data.EpisodeID) []local.Change {
	list := make([]local.Change, len(ids))
	for i, id := range ids {
		list[i] = local.Change{Episode: data.Episode{ID: id}, Removed: true}
	}
	return list
}

// readChanges reads the changed episodes, and all episodes of the shows whose boilerplate has
// changed.
func (x *modelIndex) readChanges(ctx context.Context, changes catalog.Changes) error {
	if len(changes.Changed)+len(changes.Deleted) == 0 {
		x.revision = changes.Revision
		return nil
	}
	var read []boilerplate.Episode
	err := x.catalog.Each(ctx, changes.Changed, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		read = append(read, x.boilerplate.Stripping(e.Episode, e.Digest))
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	removed, err := x.removedFrom(ctx, read, changes.Deleted)
	if err != nil {
		return err
	}
	reader, shows := x.boilerplate.Update(read, removed)
	next := &catalogReader{modelIndex: x, index: x.index, known: map[data.EpisodeID]textKeys{}}
	for _, e := range read {
		next.add(reader.Stripping(e.Episode, e.Digest))
	}
	for _, show := range shows {
		err := x.catalog.OfShow(ctx, show, catalog.WithoutTranscripts, func(e catalog.Stored) error {
			if _, done := next.known[e.ID]; !done {
				next.add(reader.Stripping(e.Episode, e.Digest))
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("reading the catalogue: %w", err)
		}
	}
	if err := x.writeWords(ctx, next.changed, changes.Deleted, reader.Set()); err != nil {
		return err
	}
	if err := next.flush(ctx); err != nil {
		return err
	}
	if next.index, err = next.index.Update(ctx, removals(changes.Deleted)); err != nil {
		return err
	}
	for id, keys := range next.known {
		x.known[id] = keys
	}
	for _, id := range changes.Deleted {
		delete(x.known, id)
	}
	x.boilerplate = reader
	x.use(next, x.known, changes.Revision)
	return nil
}

// removedFrom returns the episodes that are no longer in their show, because they were deleted or
// moved to another show.
func (x *modelIndex) removedFrom(ctx context.Context, changed []boilerplate.Episode, deleted []data.EpisodeID) ([]boilerplate.Removed, error) {
	ids, shows := slices.Clone(deleted), map[data.EpisodeID]data.ShowID{}
	for _, e := range changed {
		ids = append(ids, e.ID)
		shows[e.ID] = e.Show.ID
	}
	entries, err := x.index.Entries(ctx, ids)
	var removed []boilerplate.Removed
	for _, e := range entries {
		if show, stays := shows[e.ID]; !stays || show != e.Show.ID {
			removed = append(removed, boilerplate.Removed{ID: e.ID, Show: e.Show.ID})
		}
	}
	return removed, err
}
