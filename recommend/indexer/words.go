package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/words"
)

// IndexWords updates w so that it has exactly the episodes of c. It returns their number. It
// calls report as [Indexer.OnWords] documents; report may be nil.
func IndexWords(ctx context.Context, c Catalog, w *words.Index, report func(done, total int)) (int, error) {
	var keys []words.Key
	read, _, err := boilerplate.Reader{}.Read(ctx, source{c}, false, func() func(boilerplate.Episode) error {
		keys = nil
		return func(e boilerplate.Episode) error {
			keys = append(keys, keyOf(e.Episode, e.Digest, e.Stripped()))
			return nil
		}
	})
	if err != nil {
		return 0, fmt.Errorf("reading the catalogue: %w", err)
	}
	_, err = syncWords(ctx, c, w, keys, read.Set(), report)
	return len(keys), err
}

// keyOf returns the key of an episode's words: its digest and, if boilerplate was stripped, a
// hash of its stripped description.
func keyOf(e data.Episode, digest [sha256.Size]byte, stripped string) words.Key {
	if stripped != e.Description {
		digest = sha256.Sum256(append(digest[:], stripped...))
	}
	return words.Key{ID: e.ID, Digest: hex.EncodeToString(digest[:])}
}

// readWords updates the word index and returns a view of it. It returns the last view if
// nothing has changed.
func (x *modelIndex) readWords(ctx context.Context, keys []words.Key, b *boilerplate.Set) (*words.View, error) {
	if x.complete && slices.Equal(keys, x.keys) {
		return x.view, nil
	}
	complete := true
	if !x.withoutWords {
		var err error
		if complete, err = syncWords(ctx, x.catalog, x.words, keys, b, x.indexing); err != nil {
			return nil, err
		}
	}
	view, err := x.words.View(keys)
	x.complete = err == nil && complete
	return view, err
}

// syncWords updates w so that it has exactly the words of keys, without boilerplate. It
// returns false if the catalogue has changed since the keys were read.
func syncWords(ctx context.Context, c Catalog, w *words.Index, keys []words.Key, b *boilerplate.Set, report func(done, total int)) (complete bool, err error) {
	requested, done, total := 0, 0, 0
	if report != nil {
		if total, err = w.Missing(keys); err != nil {
			return false, err
		}
	}
	digests := make(map[data.EpisodeID]string, len(keys))
	for _, k := range keys {
		digests[k.ID] = k.Digest
	}
	err = w.Sync(ctx, keys, func(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		requested += len(ids)
		return c.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
			stripped := b.Strip(e.Show.ID, e.Description)
			if keyOf(e.Episode, e.Digest, stripped).Digest != digests[e.ID] {
				return nil // changed since the keys were read; the next read will index it
			}
			e.Description = stripped
			if done++; report != nil {
				report(done, total)
			}
			return each(e.Episode)
		})
	})
	return done == requested, err
}
