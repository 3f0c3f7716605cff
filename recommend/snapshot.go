package recommend

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"segue/data"
)

// Snapshot is one state of a catalogue, ready to be ranked. It does not change.
type Snapshot struct {
	index    Index
	model    string
	name     string
	embedded int
	// entries are all episodes, newest first, then by id.
	entries []entry
	// position finds an entry by its id.
	position map[data.EpisodeID]int
	// shows, people and tags are the values that facets count.
	shows, people, tags facet
}

// entry is what filters, facets and the order of an answer need of an episode.
type entry struct {
	data.Episode // without its texts
	embedded     bool
	facets       facetNumbers
}

// indexName is the number of hexadecimal digits that name a state: 48 bits, far
// more than the states that one catalogue will ever have.
const indexName = 12

// State is what a snapshot is made of.
type State struct {
	// Episodes are all of a catalogue; their texts are not needed.
	Episodes []data.Episode
	// Content names the content of the episodes, texts included.
	Content string
	// Index has vectors for some or all of them, made by Model.
	Index Index
	Model string
}

// NewSnapshot makes a snapshot. It shares the index and the lists of people and
// tags with state, which must not be changed afterwards.
func NewSnapshot(state State) *Snapshot {
	s := &Snapshot{
		index: state.Index, model: state.Model, position: make(map[data.EpisodeID]int, len(state.Episodes)),
		shows: newFacet(), people: newFacet(), tags: newFacet(),
	}
	s.entries = make([]entry, len(state.Episodes))
	for i, e := range state.Episodes {
		e.Description, e.Transcript, e.Removed = "", "", nil
		s.entries[i] = entry{Episode: e, embedded: state.Index.Has(e.ID)}
	}
	slices.SortFunc(s.entries, func(a, b entry) int { return newestFirst(a.Episode, b.Episode) })
	for i, e := range s.entries {
		s.position[e.ID] = i
		s.entries[i].facets = s.numbersOf(e.Episode)
		if e.embedded {
			s.embedded++
		}
	}
	s.name = nameOf(state, s.entries)
	return s
}

// newestFirst is the order of equals: newer date, then id.
func newestFirst(a, b data.Episode) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
}

// nameOf names a state by its content, so that the same catalogue and model
// have the same name in every process.
func nameOf(state State, entries []entry) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q", state.Model, state.Content)
	for _, e := range entries {
		fmt.Fprintf(h, " %t", e.embedded)
	}
	return hex.EncodeToString(h.Sum(nil))[:indexName]
}
