// Package local retrieves episodes in process: by words with package words, by meaning with
// package vectors, and by their other data with tables in memory. Its [Index] implements
// [recommend.Index] exactly.
//
// An episode has a slot: a small number that stays with it as long as it exists. All tables have
// one element per slot. An Index is immutable; [Index.Update] returns the next one and copies only
// small tables.
package local

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"sync/atomic"

	"segue/data"
	"segue/recommend"
	"segue/recommend/cosine"
	"segue/recommend/duplicate"
	"segue/recommend/keyphrase"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Index is one revision of a catalogue. It is immutable and safe for concurrent use.
type Index struct {
	info     recommend.Info
	episodes []*episode // by slot; nil for an unused slot
	// newest has the used slots, newest episode first; rank is the place of a slot in it.
	newest, rank []int32
	// slots, titles and spellings are shared with the revisions before and after. Their
	// values may be of another revision, so a reader compares them with episodes.
	*directory
	revision            int64
	shows, people, tags facet
	vectors             *vectors.Index
	wordIndex           *words.Index
	words               *words.View
	// loaded is set after LoadWords.
	loaded     bool
	duplicates *duplicate.Catalog
	// grouped are the slots of episodes with duplicates.
	grouped     *vectors.Set
	completions func() []completion
	// counts has the numbers of episodes with a phrase. phraseRules and topics are computed with
	// it at the first use.
	counts      *keyphrase.Counts
	phraseRules func() *keyphrase.Catalogue
	topics      func() *topics
	found       *sync.Pool // of *words.Matches
	// content is the combination of the hashes of all episodes.
	content [sha256.Size]byte
	// lastScope is the scope of the last retrieval.
	lastScope *atomic.Pointer[scopeSet]
	// free are unused slots.
	free []int32
}

var _ recommend.Index = (*Index)(nil)

// episode has the data of one episode.
type episode struct {
	recommend.Entry
	// folded is the folded title.
	folded string
	// shows, people and tags are numbers of values of facets.
	shows, people, tags []int32
	// phrases are the candidates for topics.
	phrases *keyphrase.Phrases
	// words identifies the indexed words.
	words words.Key
	// digest is a hash of the episode with its texts, content a hash of everything that an
	// answer depends on.
	digest, content [sha256.Size]byte
}

// Info implements [recommend.Index].
func (x *Index) Info() recommend.Info { return x.info }

// entry returns the entry in a slot.
func (x *Index) entry(slot int32) *recommend.Entry { return &x.episodes[slot].Entry }

// Entries implements [recommend.EntryIndex].
func (x *Index) Entries(_ context.Context, ids []data.EpisodeID) ([]*recommend.Entry, error) {
	var list []*recommend.Entry
	for _, id := range ids {
		if slot, ok := x.slotOf(id); ok {
			list = append(list, x.entry(slot))
		}
	}
	return list, nil
}

// slotOf returns the slot of an episode of this revision.
func (x *Index) slotOf(id data.EpisodeID) (int32, bool) {
	slot, ok := x.slot(id)
	ok = ok && int(slot) < len(x.episodes) && x.episodes[slot] != nil && x.episodes[slot].ID == id
	return slot, ok
}

// Titled implements [recommend.EntryIndex].
func (x *Index) Titled(_ context.Context, title string) ([]*recommend.Entry, error) {
	var list []*recommend.Entry
	key := recommend.TitleKey(title)
	for _, slot := range x.titled(key) {
		if int(slot) < len(x.episodes) && x.episodes[slot] != nil && recommend.TitleKey(x.episodes[slot].Title) == key {
			list = append(list, x.entry(slot))
		}
	}
	slices.SortFunc(list, recommend.CompareEntries)
	return slices.Compact(list), nil
}

// Passages returns the vectors of an episode, none if it is unknown or not embedded. They must not
// be changed.
func (x *Index) Passages(id data.EpisodeID) [][]float32 {
	slot, known := x.slotOf(id)
	if !known {
		return nil
	}
	return x.vectors.Embedding(slot).Passages
}

// Embeddings implements [recommend.Index].
func (x *Index) Embeddings(_ context.Context, entries []*recommend.Entry) ([]cosine.Embedding, error) {
	list := make([]cosine.Embedding, len(entries))
	for i, e := range entries {
		list[i] = x.vectors.Embedding(e.Slot)
	}
	return list, nil
}

// NearestPassages implements [recommend.Index].
func (x *Index) NearestPassages(ctx context.Context, wanted []recommend.PassageQuery) ([][]recommend.PassageHit, error) {
	lists := make([][]recommend.PassageHit, len(wanted))
	if x.info.Embedded == 0 {
		return lists, ctx.Err()
	}
	queries := make([]vectors.Query, len(wanted))
	for i, w := range wanted {
		allowed, err := x.allowed(ctx, w.Scope)
		if err != nil {
			return nil, err
		}
		queries[i] = vectors.Query{Vector: w.Vector, K: w.K, Allowed: allowed, Rank: x.rank, FirstOnly: w.FirstOnly}
		if shows := w.Scope.Filter.Shows; len(shows) == 1 {
			queries[i].Show = shows[0]
		}
	}
	found, err := x.vectors.Nearest(ctx, queries)
	if err != nil {
		return nil, err
	}
	for n, hits := range found {
		lists[n] = make([]recommend.PassageHit, len(hits))
		for i, h := range hits {
			lists[n][i] = recommend.PassageHit{Entry: x.entry(h.Slot), Passage: int(h.Passage), Cosine: h.Cosine}
		}
	}
	return lists, nil
}
