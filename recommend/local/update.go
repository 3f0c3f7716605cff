package local

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"segue/data"
	"segue/data/text"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/keyphrase"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Change is the new state of an episode.
type Change struct {
	// Episode is the episode. Its texts are not needed.
	Episode data.Episode
	// Removed reports that the catalogue no longer has the episode. Only its id is needed.
	Removed bool
	// Content is a hash of everything in the episode that an answer depends on, with its texts.
	Content [sha256.Size]byte
	// Words identifies the indexed words of the episode.
	Words words.Key
	// Signature identifies re-runs and series.
	Signature *duplicate.Signature
	// Phrases are the candidates for topics; nil for none.
	Phrases *keyphrase.Phrases
	// Passages are the vectors of the passages; none if the episode is not embedded.
	Passages [][]float32
}

// New returns an index without episodes. Words finds the words of its episodes, and vectors of
// model are searched by an engine of package vectors.
func New(w *words.Index, engine vectors.Engine, model string) (*Index, error) {
	empty, err := w.View(nil)
	x := &Index{
		info: recommend.Info{Model: model}, directory: newDirectory(),
		shows: newFacet(), people: newFacet(), tags: newFacet(),
		vectors: vectors.New(engine), wordIndex: w, words: empty, duplicates: &duplicate.Catalog{}, grouped: vectors.NewSet(0), lastScope: &atomic.Pointer[scopeSet]{}, found: newPool(),
		completions: func() []completion { return nil }, counts: &keyphrase.Counts{},
	}
	x.derive()
	return x, err
}

// Embedded has new vectors of an episode.
type Embedded struct {
	ID       data.EpisodeID
	Passages [][]float32
}

// Update returns the index after changes. Of several changes of one episode only the last may
// be given. The receiver does not change. The time depends on the number of changes; only small
// tables are copied. Before [Index.LoadWords] the index has no words.
func (x *Index) Update(ctx context.Context, changes []Change) (*Index, error) {
	u := newUpdate(x)
	for _, c := range changes {
		u.apply(c)
	}
	return u.finish(ctx)
}

// Embed returns the index with new vectors of some episodes. It ignores episodes that the index
// does not have. Otherwise it works like [Index.Update].
func (x *Index) Embed(ctx context.Context, list []Embedded) (*Index, error) {
	u := newUpdate(x)
	for _, e := range list {
		if slot, known := x.slotOf(e.ID); known {
			u.embed(slot, e.Passages)
		}
	}
	return u.finish(ctx)
}

// LoadWords returns the index with the words that the word index has now. Call it after all
// words of the catalogue were written.
func (x *Index) LoadWords() (*Index, error) {
	keys := make([]words.Key, len(x.episodes))
	for slot, e := range x.episodes {
		if e != nil {
			keys[slot] = e.words
		}
	}
	next := *x
	var err error
	next.words, err = x.wordIndex.View(keys)
	next.lastScope = &atomic.Pointer[scopeSet]{}
	next.loaded = err == nil
	return &next, err
}

// update is the state of one call of Update.
type update struct {
	next *Index
	// changed are the slots of the changes.
	changed    map[int32]bool
	words      map[int32]words.Key
	vectors    []vectors.Change
	signatures []duplicate.Change
}

func newUpdate(x *Index) *update {
	next := *x
	next.episodes, next.free, next.grouped = slices.Clone(x.episodes), slices.Clone(x.free), x.grouped.Clone()
	next.counts = x.counts.Clone()
	next.shows.owned, next.people.owned, next.tags.owned = false, false, false
	var ok bool
	if next.revision, ok = x.directory.advance(x.revision); !ok {
		next.shareNothing()
	}
	return &update{next: &next, changed: map[int32]bool{}, words: map[int32]words.Key{}}
}

// shareNothing gives an index a directory and numbers of its own.
func (x *Index) shareNothing() {
	x.directory, x.revision = newDirectory(), 0
	x.shows, x.people, x.tags = newFacet(), newFacet(), newFacet()
	for slot, before := range x.episodes {
		if before == nil {
			continue
		}
		e := *before
		e.shows, e.people, e.tags = nil, nil, nil
		x.numberValues(&e)
		x.directory.addEpisode(&e)
		x.episodes[slot] = &e
	}
}

// apply changes the tables of one episode.
func (u *update) apply(c Change) {
	x := u.next
	slot, known := x.slotOf(c.Episode.ID)
	if known {
		u.remove(slot)
	}
	if c.Removed {
		if known {
			x.free = append(x.free, slot)
			u.words[slot] = words.Key{}
			u.vectors = append(u.vectors, vectors.Change{Slot: slot, ID: c.Episode.ID})
			u.signatures = append(u.signatures, duplicate.Change{Slot: int(slot)})
		}
		return
	}
	if !known {
		slot = u.takeSlot(c.Episode.ID)
	}
	u.add(slot, c)
}

// remove takes an episode out of the tables.
func (u *update) remove(slot int32) {
	x := u.next
	e := x.episodes[slot]
	x.removeValues(e)
	x.directory.retire(e, x.episodes)
	x.counts.Remove(e.phrases)
	x.content = combine(x.content, e.content)
	if e.Embedded {
		x.info.Embedded--
	}
	x.info.Episodes--
	x.episodes[slot] = nil
	x.grouped.Remove(slot)
	u.changed[slot] = true
}

// takeSlot returns an unused slot for an episode: the one that it had before, or the one that has
// been unused for the longest time. Recently used ones are not taken, because answers that have
// begun may look for their episodes.
func (u *update) takeSlot(id data.EpisodeID) int32 {
	x := u.next
	if slot, ok := x.slot(id); ok {
		if i := slices.Index(x.free, slot); i >= 0 {
			x.free = slices.Delete(x.free, i, i+1)
			return slot
		}
	}
	if len(x.free) > maxStale {
		slot := x.free[0]
		x.free = x.free[1:]
		return slot
	}
	x.episodes = append(x.episodes, nil)
	return int32(len(x.episodes) - 1)
}

// add puts an episode into the tables.
func (u *update) add(slot int32, c Change) {
	x := u.next
	e := &episode{Entry: *recommend.NewEntry(c.Episode, slot), folded: text.Fold(c.Episode.Title)}
	e.words, e.digest, e.phrases = c.Words, c.Content, c.Phrases
	x.counts.Add(e.phrases)
	x.numberValues(e)
	x.directory.addEpisode(e)
	x.info.Episodes++
	x.episodes[slot] = e
	u.changed[slot] = true
	u.words[slot] = c.Words
	u.setVectors(e, c.Passages)
	u.signatures = append(u.signatures, duplicate.Change{Slot: int(slot), Signature: c.Signature})
}

// embed replaces the vectors of an episode.
func (u *update) embed(slot int32, passages [][]float32) {
	x := u.next
	e := *x.episodes[slot]
	x.content = combine(x.content, e.content)
	if e.Embedded {
		x.info.Embedded--
	}
	x.episodes[slot] = &e
	u.setVectors(&e, passages)
}

// setVectors sets the vectors of an episode and counts its content.
func (u *update) setVectors(e *episode, passages [][]float32) {
	x := u.next
	e.Embedded = len(passages) > 0
	e.content = contentOf(e)
	x.content = combine(x.content, e.content)
	if e.Embedded {
		x.info.Embedded++
	}
	u.vectors = append(u.vectors, vectors.Change{Slot: e.Slot, ID: e.ID, Show: e.Show.ID, Language: e.Language, Passages: passages})
}

// finish updates what depends on several episodes.
func (u *update) finish(ctx context.Context) (*Index, error) {
	x := u.next
	var err error
	if x.vectors, err = x.vectors.Update(ctx, u.vectors); err != nil {
		return nil, err
	}
	if x.words, err = u.nextWords(); err != nil {
		return nil, err
	}
	var affected []int
	x.duplicates, affected = x.duplicates.Update(u.signatures)
	x.relate(affected)
	for slot := range u.changed {
		if x.episodes[slot] != nil { // its title may have changed, which its duplicates have too
			x.relate(x.duplicates.Members(int(slot)))
		}
	}
	if len(u.changed) > 0 {
		u.sort()
	}
	x.info.Retrieval, x.info.Passages = string(x.vectors.Engine()), x.vectors.Len()
	x.info.Newest = time.Time{}
	if len(x.newest) > 0 {
		x.info.Newest = x.episodes[x.newest[0]].Published
	}
	x.info.Name = x.name()
	x.lastScope = &atomic.Pointer[scopeSet]{}
	if len(u.changed) > 0 {
		x.completions = sync.OnceValue(x.complete)
		x.derive()
	}
	return x, nil
}

// nextWords returns the view of the words after the changes.
func (u *update) nextWords() (*words.View, error) {
	x := u.next
	if !x.loaded || len(u.words) == 0 {
		return x.words, nil
	}
	return x.wordIndex.Next(x.words, u.words, len(x.episodes))
}

// relate fills in the groups and series of episodes.
func (x *Index) relate(slots []int) {
	for _, slot := range slots {
		if x.episodes[slot] == nil {
			continue
		}
		e := *x.episodes[slot]
		e.Group, e.Series = x.groupOf(slot), x.seriesOf(slot)
		x.episodes[slot] = &e
		if x.grouped.Remove(int32(slot)); e.Group.ID != "" {
			x.grouped.Add(int32(slot))
		}
	}
}

func (x *Index) groupOf(slot int) recommend.Group {
	members := x.duplicates.Members(slot)
	if len(members) < 2 {
		return recommend.Group{}
	}
	g := recommend.Group{ID: x.episodes[members[0]].ID, Rank: slices.Index(members, slot)}
	for _, member := range members {
		if member == slot {
			continue
		}
		reason := x.duplicates.Reason(member)
		if reason == duplicate.NoReason { // the original
			reason = x.duplicates.Reason(slot)
		}
		e := x.episodes[member]
		g.Others = append(g.Others, recommend.Duplicate{ID: e.ID, Title: e.Title, Reason: string(reason)})
	}
	return g
}

func (x *Index) seriesOf(slot int) recommend.Series {
	s := x.duplicates.Series(slot)
	if s == nil {
		return recommend.Series{}
	}
	return recommend.Series{ID: string(x.episodes[s.Episodes()[0]].ID), Name: s.Name(), Part: x.duplicates.Part(slot)}
}

// sort updates the order of the slots: it takes out the changed ones and inserts them again.
func (u *update) sort() {
	x := u.next
	changed, added := vectors.NewSet(len(x.episodes)), []int32{}
	for slot := range u.changed {
		changed.Add(slot)
		if x.episodes[slot] != nil {
			added = append(added, slot)
		}
	}
	kept := make([]int32, 0, len(x.newest))
	for _, slot := range x.newest {
		if !changed.Has(slot) {
			kept = append(kept, slot)
		}
	}
	compare := func(a, b int32) int { return recommend.CompareEntries(x.entry(a), x.entry(b)) }
	slices.SortFunc(added, compare)
	x.newest, x.rank = make([]int32, 0, x.info.Episodes), make([]int32, len(x.episodes))
	for _, slot := range added {
		at, _ := slices.BinarySearchFunc(kept, slot, compare)
		x.newest = append(append(x.newest, kept[:at]...), slot)
		kept = kept[at:]
	}
	x.newest = append(x.newest, kept...)
	for place, slot := range x.newest {
		x.rank[slot] = int32(place)
	}
}

// contentOf returns a hash of everything in an episode that an answer depends on.
func contentOf(e *episode) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%q %x %t", e.ID, e.digest, e.Embedded))
}

// combine adds a hash to the combination of others, or removes it. The result does not depend on
// the order.
func combine(a, b [sha256.Size]byte) (out [sha256.Size]byte) {
	for i := range out {
		out[i] = a[i] ^ b[i]
	}
	return out
}

// nameLength is the number of hexadecimal digits in the name of a revision: 48 bits, enough for
// all revisions that a catalogue will ever have.
const nameLength = 12

// name returns a hash of the content, so that the same catalogue and model have the same name in
// every process.
func (x *Index) name() string {
	h := sha256.Sum256(fmt.Appendf(nil, "%q %x", x.info.Model, x.content))
	return hex.EncodeToString(h[:])[:nameLength]
}
