package words

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"segue/data"
)

// View is an immutable state of the index for a table of slots. A slot is a small number
// that an episode keeps as long as it exists. Later writes to the index do not change a
// view. It is safe for concurrent use. Its files are released when the garbage collector
// finds no more references to it, so it can be replaced while searches still use it.
type View struct {
	index    *Index
	snapshot *scorch.IndexSnapshot
	// languages are the languages of the index, the most frequent first.
	languages []*language
	segments  []segmentView
	// documents is the location of the document of each slot.
	documents []location
	// live is the number of documents without the deleted ones. clean is true if none
	// are deleted.
	live  int
	clean bool
	// size is the number of documents with the deleted ones.
	size int
	// averages is the mean length of each scored field, in the documents in which it is
	// not empty.
	averages [len(scoredFields)]float64
	// norms has the length norms of each scored field with fewer than maxNorms words.
	norms   [len(scoredFields)][maxNorms]float32
	cursors sync.Pool
	buffers sync.Pool
	// terms caches the postings of terms by stem.
	terms postingsCache[string, termPostings]
	// expansions caches the words with a prefix, and prefixes their postings.
	expansions recentCache[[]countedWord]
	prefixes   recentCache[[]posting]
	// phrases caches the postings of phrases by their words.
	phrases recentCache[[]posting]
	// documentFrequencies caches the document frequency of stems.
	documentFrequencies sync.Map
}

// location is a document's segment and its number there.
type location struct {
	segment  int32
	document uint32
}

// nowhere is the location of a slot without a document.
var nowhere = location{segment: -1}

// View returns the current state of the index for a table of slots. slots[i] is the key
// of slot i; an empty key is an unused slot. A slot whose episode is not in the index, or
// not in this state, matches nothing. See [Index.Next] for the view after a change.
func (x *Index) View(slots []Key) (*View, error) {
	v, err := x.newView(len(slots))
	if err != nil {
		return nil, err
	}
	if err := v.load(slots); err != nil {
		return nil, fmt.Errorf("reading the word index: %w", err)
	}
	return v, nil
}

// newView returns a view of the current state of the index without documents.
func (x *Index) newView(size int) (*View, error) {
	snapshot, err := x.snapshot()
	if err != nil {
		return nil, fmt.Errorf("reading the word index: %w", err)
	}
	v := &View{index: x, snapshot: snapshot, documents: slices.Repeat([]location{nowhere}, size)}
	v.cursors.New = func() any { return newCursor(snapshot) }
	v.buffers.New = func() any { return newBuffer(size) }
	runtime.AddCleanup(v, func(s *scorch.IndexSnapshot) { s.Close() }, snapshot)
	return v, nil
}

var errClosed = errors.New("the word index is closed")

// snapshot returns the current state of the index. The caller must close it.
func (x *Index) snapshot() (*scorch.IndexSnapshot, error) {
	reader, err := x.scorch.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok || snapshot == nil || x.closing.Load() {
		return nil, errClosed
	}
	return snapshot, nil
}

// eachDocument calls do for every document that is not deleted, with the number of its
// segment, its number there and its name. The name is valid only during the call.
func eachDocument(snapshot *scorch.IndexSnapshot, do func(segment, document int, name []byte)) error {
	for s, segment := range snapshot.Segments() {
		deleted := segment.Deleted()
		for d := range int(segment.FullSize()) {
			if deleted != nil && deleted.Contains(uint32(d)) {
				continue
			}
			name, err := segment.DocID(uint64(d))
			if err != nil {
				return err
			}
			do(s, d, name)
		}
	}
	return nil
}

// idOf returns the episode's id from the name of its document.
func idOf(name string) data.EpisodeID {
	id, _, _ := strings.Cut(name, "@")
	return data.EpisodeID(id)
}

// load reads all segments.
func (v *View) load(slots []Key) error {
	names := make(map[string]int32, len(slots))
	for slot, key := range slots {
		if key != (Key{}) {
			names[key.String()] = int32(slot)
		}
	}
	v.segments = make([]segmentView, len(v.snapshot.Segments()))
	for s, segment := range v.snapshot.Segments() {
		var err error
		if v.segments[s], err = readSegment(segment); err != nil {
			return err
		}
		if err := v.assign(s, names); err != nil {
			return err
		}
	}
	return v.finish()
}

// assign gives the documents of a segment their slots, which names has by the name of a
// document.
func (v *View) assign(s int, names map[string]int32) error {
	segment, slots := v.snapshot.Segments()[s], v.segments[s].slots
	for d := range slots {
		if slots[d] == deleted {
			continue
		}
		name, err := segment.DocID(uint64(d))
		if err != nil {
			return err
		}
		if slot, ok := names[string(name)]; ok {
			slots[d], v.documents[slot] = slot, location{int32(s), uint32(d)}
		}
	}
	return nil
}

// finish computes what depends on all segments.
func (v *View) finish() error {
	var totals [len(scoredFields)]fieldTotal
	v.clean = true
	for i := range v.segments {
		s := &v.segments[i]
		v.size += s.size()
		v.live += s.size() - int(s.deletions)
		v.clean = v.clean && s.deletions == 0
		for field := range totals {
			totals[field].documents += s.totals[field].documents
			totals[field].words += s.totals[field].words
		}
	}
	for field, t := range totals {
		if t.documents > 0 {
			v.averages[field] = float64(t.words) / float64(t.documents)
		}
		for length := range v.norms[field] {
			v.norms[field][length] = float32(lengthNorm(float64(length), v.averages[field]))
		}
	}
	return v.loadLanguages(v.index.defaultLanguage)
}

// loadLanguages loads the languages of the documents.
func (v *View) loadLanguages(defaultLanguage *language) error {
	codes, err := v.snapshot.FieldDict(fieldLanguage)
	if err != nil {
		return err
	}
	c := newCursor(v.snapshot)
	var found []countedWord
	for e, err := codes.Next(); e != nil || err != nil; e, err = codes.Next() {
		if err != nil {
			return err
		}
		n, err := c.find(fieldLanguage, e.Term)
		if err != nil {
			return err
		}
		if n > 0 {
			found = append(found, countedWord{e.Term, n})
		}
	}
	slices.SortFunc(found, moreFrequent)
	for _, f := range found {
		v.languages = append(v.languages, languageFor(f.word))
	}
	if len(found) == 0 {
		v.languages = []*language{defaultLanguage}
	}
	return nil
}
