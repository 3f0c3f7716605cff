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

// View is an immutable state of the index for a snapshot of episodes in their order.
// Later writes to the index do not change it. It is safe for concurrent use. Its files
// are released when the garbage collector finds no more references to it, so it can be
// replaced while searches still use it.
type View struct {
	snapshot *scorch.IndexSnapshot
	// languages are the languages of the index, the most frequent first.
	languages []*language
	segments  []segmentView
	// documents is the location of each episode's document.
	documents []location
	// live is the number of documents without the deleted ones. clean is true if none
	// are deleted.
	live    int
	clean   bool
	cursors sync.Pool
	cache   postingsCache
	// documentFrequencies caches the document frequency of stems.
	documentFrequencies sync.Map
}

// segmentView maps the documents of one segment to episodes and their length norms.
// Slices are indexed by the document's number in the segment.
type segmentView struct {
	// episodes is the number of the episode, or -1 if the snapshot does not have it.
	episodes []int32
	// lengthNorms is k1·(1-b+b·length/average) for each scored field.
	lengthNorms [len(scoredFields)][]float32
}

// location is a document's segment and its number there. The segment is -1 for an
// episode that is not in the index.
type location struct {
	segment  int32
	document uint32
}

// View returns the current state of the index for the episodes of a snapshot in their
// order. An episode that is not in the index, or not in this state, matches nothing.
func (x *Index) View(episodes []Key) (*View, error) {
	snapshot, err := x.snapshot()
	if err != nil {
		return nil, fmt.Errorf("reading the word index: %w", err)
	}
	v := &View{snapshot: snapshot, documents: make([]location, len(episodes))}
	v.cursors.New = func() any { return newCursor(v.snapshot) }
	runtime.AddCleanup(v, func(s *scorch.IndexSnapshot) { s.Close() }, snapshot)
	if err := v.load(episodes, x.defaultLanguage); err != nil {
		return nil, fmt.Errorf("reading the word index: %w", err)
	}
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

func (v *View) load(episodes []Key, defaultLanguage *language) error {
	numbers := make(map[string]int32, len(episodes))
	for n, k := range episodes {
		numbers[k.String()] = int32(n)
		v.documents[n].segment = -1
	}
	v.segments, v.clean = make([]segmentView, len(v.snapshot.Segments())), true
	for s, segment := range v.snapshot.Segments() {
		v.segments[s] = newSegmentView(int(segment.FullSize()))
		v.clean = v.clean && segment.LiveSize() == segment.FullSize()
	}
	err := eachDocument(v.snapshot, func(s, d int, name []byte) {
		v.live++
		if n, ok := numbers[string(name)]; ok {
			v.segments[s].episodes[d] = n
			v.documents[n] = location{int32(s), uint32(d)}
		}
	})
	for i := range scoredFields {
		if err == nil {
			err = v.loadLengthNorms(i)
		}
	}
	if err == nil {
		err = v.loadLanguages(defaultLanguage)
	}
	return err
}

func newSegmentView(size int) segmentView {
	s := segmentView{episodes: make([]int32, size)}
	for d := range s.episodes {
		s.episodes[d] = -1
	}
	for i := range s.lengthNorms {
		s.lengthNorms[i] = make([]float32, size)
	}
	return s
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
