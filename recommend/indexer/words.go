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

// IndexWords makes w have the words of all episodes of c and of no others, and
// returns how many they are. Report is called as by [Indexer.OnWords]; it may be
// nil.
func IndexWords(ctx context.Context, c Catalog, w *words.Index, report func(done, total int)) (int, error) {
	s, err := sketch(ctx, c)
	if err != nil {
		return 0, fmt.Errorf("reading the catalogue: %w", err)
	}
	var keys []words.Key
	_, err = c.Read(ctx, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		keys = append(keys, keyOf(e, s.strip(e.Episode)))
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("reading the catalogue: %w", err)
	}
	_, err = syncWords(ctx, c, w, keys, s.boilerplate, report)
	return len(keys), err
}

// keyOf names an episode by all that the catalogue has of it, and by what is left of
// its description where that is not all.
func keyOf(e catalog.Stored, stripped string) words.Key {
	digest := e.Digest
	if stripped != e.Description {
		digest = sha256.Sum256(append(digest[:], stripped...))
	}
	return words.Key{ID: e.ID, Digest: hex.EncodeToString(digest[:])}
}

// readWords brings the index of words up to date. The view of before does as long as
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

// syncWords makes w have the words of keys, without boilerplate. It is incomplete where
// the catalogue has changed since they were read.
func syncWords(ctx context.Context, c Catalog, w *words.Index, keys []words.Key, b *boilerplate.Set, report func(done, total int)) (complete bool, err error) {
	asked, done, total := 0, 0, 0
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
		asked += len(ids)
		return c.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
			stripped := b.Strip(e.Show.ID, e.Description)
			if keyOf(e, stripped).Digest != digests[e.ID] {
				return nil // changed since the keys were read; the next reading brings it
			}
			e.Description = stripped
			if done++; report != nil {
				report(done, total)
			}
			return each(e.Episode)
		})
	})
	return done == asked, err
}
