package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/data/text"
	"segue/recommend/words"
)

// IndexWords updates w so that it has exactly the episodes of c. It returns their number. It
// calls report as [Indexer.OnWords] documents; report may be nil.
func IndexWords(ctx context.Context, c Catalog, w *words.Index, report func(done, total int)) (int, error) {
	keys, read, err := wordKeys(ctx, c)
	if err != nil {
		return 0, err
	}
	return len(keys), syncWords(ctx, c, w, keys, read.Set(), report)
}

// MissingWords returns the number of episodes of c whose present text is not in w.
func MissingWords(ctx context.Context, c Catalog, w *words.Index) (int, error) {
	keys, _, err := wordKeys(ctx, c)
	if err != nil {
		return 0, err
	}
	return w.Missing(keys)
}

// wordKeys returns the keys of the words of all episodes, and the boilerplate.
func wordKeys(ctx context.Context, c Catalog) (keys []words.Key, read boilerplate.Reader, err error) {
	read, _, err = boilerplate.Reader{}.Read(ctx, source{c}, false, func() func(boilerplate.Episode) error {
		keys = nil
		return func(e boilerplate.Episode) error {
			stripped := e.Stripped()
			keys = append(keys, keyOf(e.Episode, e.Digest, stripped, e.Names(stripped)))
			return nil
		}
	})
	if err != nil {
		return nil, read, fmt.Errorf("reading the catalogue: %w", err)
	}
	return keys, read, nil
}

// keyOf returns the key of an episode's words: its digest and, if boilerplate was stripped, a
// hash of its stripped description and of the names in the boilerplate.
func keyOf(e data.Episode, digest [sha256.Size]byte, stripped string, names []string) words.Key {
	if stripped != e.Description {
		digest = sha256.Sum256(append(digest[:], stripped...))
	}
	if len(names) > 0 {
		digest = sha256.Sum256(append(digest[:], strings.Join(names, "\x00")...))
	}
	return words.Key{ID: e.ID, Digest: hex.EncodeToString(digest[:])}
}

// writeAllWords updates the word index so that it has exactly the words of known.
func (x *modelIndex) writeAllWords(ctx context.Context, known map[data.EpisodeID]textKeys, b *boilerplate.Set) error {
	if x.withoutWords {
		return nil
	}
	keys := make([]words.Key, 0, len(known))
	for _, k := range known {
		keys = append(keys, k.words)
	}
	return syncWords(ctx, x.catalog, x.words, keys, b, x.indexing)
}

// writeWords writes changed words and removes deleted ones.
func (x *modelIndex) writeWords(ctx context.Context, changed []words.Key, deleted []data.EpisodeID, b *boilerplate.Set) error {
	if x.withoutWords {
		return nil
	}
	return x.words.Apply(ctx, changed, deleted, wordReader(x.catalog, changed, b, func() {}))
}

// syncWords updates w so that it has exactly the words of keys, without boilerplate.
func syncWords(ctx context.Context, c Catalog, w *words.Index, keys []words.Key, b *boilerplate.Set, report func(done, total int)) error {
	done, total := 0, 0
	if report != nil {
		var err error
		if total, err = w.Missing(keys); err != nil {
			return err
		}
	}
	return w.Sync(ctx, keys, wordReader(c, keys, b, func() {
		if done++; report != nil {
			report(done, total)
		}
	}))
}

// WithNames returns an episode as its words are indexed: with its stripped description, and with
// the names in its boilerplate among its people.
func WithNames(e data.Episode, stripped string, names []string) data.Episode {
	e.Description, e.People = stripped, slices.Clip(e.People)
	for _, name := range names {
		if !slices.ContainsFunc(e.People, func(p data.Person) bool { return text.Fold(p.Name) == text.Fold(name) }) {
			e.People = append(e.People, data.Person{Name: name})
		}
	}
	return e
}

// wordReader reads the episodes of keys without boilerplate. It leaves out an episode that has
// changed since its key was read; the next read will index it. It calls read for each other episode.
func wordReader(c Catalog, keys []words.Key, b *boilerplate.Set, read func()) words.Read {
	digests := make(map[data.EpisodeID]string, len(keys))
	for _, k := range keys {
		digests[k.ID] = k.Digest
	}
	return func(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		return c.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
			stripped, names := b.Strip(e.Show.ID, e.Description), []string(nil)
			if stripped != e.Description {
				names = b.Names(e.Show.ID, e.Description)
			}
			if keyOf(e.Episode, e.Digest, stripped, names).Digest != digests[e.ID] {
				return nil
			}
			read()
			return each(WithNames(e.Episode, stripped, names))
		})
	}
}
