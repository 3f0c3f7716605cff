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

// lookupEpisodes is the highest number of episodes in one such step, as most have two texts.
const lookupEpisodes = lookupTexts / 2

// unknownRevision is the revision before the first read.
const unknownRevision = -1

// maxChangedShare is the largest share of changed episodes that are read one by one. Reading all
// episodes in order is faster for more.
const maxChangedShare = 0.1

// read brings the index up to date with the catalogue. It keeps the vectors of unchanged texts and
// takes others from the embedder's cache. Episodes without vectors become pending.
func (x *modelIndex) read(ctx context.Context) error {
	weights, err := x.readWeights(ctx)
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	calibration, err := x.readCalibration(ctx)
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
		if calibration.Known() {
			x.calibration = calibration
		}
	}
	return err
}

// catalogReader collects the changes of an index.
type catalogReader struct {
	*modelIndex
	known   map[data.EpisodeID]textKeys
	pending []job
	// changed are the keys of the words that differ from the state before.
	changed []words.Key
	// waiting are changes whose vectors and signatures must be looked up; texts is the number
	// of their texts. changes are the others, without their texts.
	waiting []waiting
	texts   int
	changes []local.Change
	// cannotStore is set after a failure of storing derived data.
	cannotStore bool
}

// waiting is a change with the texts of its passages, and the key of these texts.
type waiting struct {
	local.Change
	texts []string
	text  textKey
	// boilerplate returns the parts of the description that were removed.
	boilerplate func() []string
	// names are the names of people in the boilerplate.
	names []string
}

// add adds an episode unless it is unchanged.
func (r *catalogReader) add(read boilerplate.Episode) {
	before := r.modelIndex.known[read.ID] // zero for a new episode and for one to read again
	if read.Unchanged && before != (textKeys{}) {
		r.known[read.ID] = before
		return
	}
	stripped := read.Stripped()
	if keys := keysOf(read, stripped); before == keys {
		r.known[read.ID] = keys
		return
	}
	r.addChanged(read, stripped)
}

// keysOf returns the keys of an episode with its description without boilerplate.
func keysOf(read boilerplate.Episode, stripped string) textKeys {
	return textKeys{keyOf(read.Episode, read.Digest, stripped, read.Names(stripped)), textKeyOf(read.Title, stripped)}
}

// addChanged adds an episode, even if it has the texts that it had before: it may have changed and
// changed back, while its words were not written.
func (r *catalogReader) addChanged(read boilerplate.Episode, stripped string) {
	before, wasKnown := r.modelIndex.known[read.ID]
	keys := keysOf(read, stripped)
	r.known[read.ID] = keys
	e := read.Episode
	e.Description = stripped
	w := waiting{text: keys.text, names: read.Names(stripped), boilerplate: read.Boilerplate, Change: local.Change{Episode: e, Content: sha256.Sum256([]byte(keys.words.Digest)), Words: keys.words}}
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

// flush completes the waiting changes: it looks up their vectors in the cache and sets their
// signatures and phrases.
func (r *catalogReader) flush(ctx context.Context) error {
	texts := make([]string, 0, r.texts)
	for _, w := range r.waiting {
		texts = append(texts, w.texts...)
	}
	found, err := r.model.Cached(ctx, texts)
	if err != nil {
		return err
	}
	if err := r.sign(ctx); err != nil {
		return err
	}
	if err := r.findPhrases(ctx); err != nil {
		return err
	}
	for _, w := range r.waiting {
		passages := found[:len(w.texts)]
		found = found[len(w.texts):]
		switch {
		case len(w.Passages) > 0:
		case complete(passages):
			w.Passages = passages
		case r.refused[w.Episode.ID] != w.text:
			r.pending = append(r.pending, job{id: w.Episode.ID, published: w.Episode.Published, text: w.text})
		}
		w.Episode.Description = "" // a large catalogue's would fill the memory
		r.changes = append(r.changes, w.Change)
	}
	r.waiting, r.texts = nil, 0
	return nil
}

// update returns an index after the changes and the removal of episodes. One update of all
// changes is faster than several, because each compares many episodes.
func (r *catalogReader) update(ctx context.Context, x *local.Index, removed []data.EpisodeID) (*local.Index, error) {
	if err := r.flush(ctx); err != nil {
		return nil, err
	}
	return x.Update(ctx, append(r.changes, removals(removed)...))
}

func complete(passages [][]float32) bool {
	return !slices.ContainsFunc(passages, func(p []float32) bool { return p == nil })
}

// use makes the state of r the state of the index. The episodes that stay pending keep their
// place.
func (x *modelIndex) use(r *catalogReader, index *local.Index, known map[data.EpisodeID]textKeys, revision int64) {
	changed := map[data.EpisodeID]bool{}
	for _, key := range r.changed {
		changed[key.ID] = true
	}
	for _, j := range x.pending {
		if keys, ok := known[j.id]; ok && !changed[j.id] && keys.text == j.text {
			r.pending = append(r.pending, j)
		}
	}
	x.index, x.known, x.pending, x.revision = index, known, r.pending, revision
	slices.SortFunc(x.pending, func(a, b job) int {
		return cmp.Or(b.published.Compare(a.published), cmp.Compare(a.id, b.id))
	})
	if x.oldestFirst {
		slices.Reverse(x.pending)
	}
}

// readAll reads all episodes.
func (x *modelIndex) readAll(ctx context.Context) error {
	var next *catalogReader
	read, revision, err := x.boilerplate.Read(ctx, source{x.catalog}, false, func() func(boilerplate.Episode) error {
		next = &catalogReader{modelIndex: x, known: make(map[data.EpisodeID]textKeys, len(x.known))}
		return func(e boilerplate.Episode) error {
			if next.add(e); next.texts >= lookupTexts || len(next.waiting) >= lookupEpisodes {
				return next.flush(ctx)
			}
			return ctx.Err()
		}
	})
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	index, err := x.first()
	if err != nil {
		return err
	}
	if index, err = next.update(ctx, index, next.gone()); err != nil {
		return err
	}
	if err := x.writeAllWords(ctx, next.known, read.Set()); err != nil {
		return err
	}
	if index, err = index.LoadWords(); err != nil {
		return err
	}
	x.boilerplate, x.readEverything = read, true
	x.use(next, index, next.known, revision)
	return nil
}

// first returns the index of the last read, or an empty one.
func (x *modelIndex) first() (*local.Index, error) {
	if x.index != nil {
		return x.index, nil
	}
	return local.New(x.words, x.retrieval, x.model.Name)
}

// gone returns the episodes of the last read that r has not read.
func (r *catalogReader) gone() []data.EpisodeID {
	var ids []data.EpisodeID
	for id := range r.modelIndex.known {
		if _, ok := r.known[id]; !ok {
			ids = append(ids, id)
		}
	}
	return ids
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
	next := &catalogReader{modelIndex: x, known: map[data.EpisodeID]textKeys{}}
	for _, e := range read {
		e = reader.Stripping(e.Episode, e.Digest)
		next.addChanged(e, e.Stripped())
	}
	for _, show := range shows {
		if err := x.readShow(ctx, show, reader, next); err != nil {
			return fmt.Errorf("reading the catalogue: %w", err)
		}
	}
	if err := x.writeWords(ctx, next.changed, changes.Deleted, reader.Set()); err != nil {
		return err
	}
	index, err := next.update(ctx, x.index, changes.Deleted)
	if err != nil {
		return err
	}
	for id, keys := range next.known {
		x.known[id] = keys
	}
	for _, id := range changes.Deleted {
		delete(x.known, id)
	}
	x.boilerplate = reader
	x.use(next, index, x.known, changes.Revision)
	return nil
}

// readShow adds the episodes of a show that next does not have yet. It leaves out an episode that
// has moved to the show since the changes were read: the next read finds it.
func (x *modelIndex) readShow(ctx context.Context, show data.ShowID, reader boilerplate.Reader, next *catalogReader) error {
	return x.catalog.OfShow(ctx, show, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		if _, done := next.known[e.ID]; done {
			return nil
		}
		entries, err := x.index.Entries(ctx, []data.EpisodeID{e.ID})
		if err == nil && len(entries) == 1 && entries[0].Show.ID == show {
			next.add(reader.Stripping(e.Episode, e.Digest))
		}
		return err
	})
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
