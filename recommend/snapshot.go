package recommend

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/text"
	"segue/recommend/duplicate"
)

// Snapshot is one state of a catalogue, prepared for ranking. It is immutable.
type Snapshot struct {
	vectors  Vectors
	words    Words
	embedder QueryEmbedder // of the model of vectors; nil if there is none
	weights  Weights
	model    string
	name     string
	embedded int
	// entries are all episodes, newest first, then by id.
	entries []entry
	// position has the number of an entry by its id.
	position map[data.EpisodeID]int
	groups   *duplicate.Catalog
	// group has the duplicates of an entry including itself, the representative first; nil for
	// an entry without duplicates.
	group [][]int
	// shows, people and tags are the values that facets count.
	shows, people, tags facet
	// spellings are numbers of people by [data.PersonID].
	spellings   map[string][]int32
	completions []completion
	// titles has the entries of each title, by [titleKey].
	titles map[string][]int
	// boilerplate is stripped from the passages that are shown.
	boilerplate *boilerplate.Set
}

// entry has the data of an episode that filters, facets and ranking need.
type entry struct {
	data.Episode // without its texts
	embedded     bool
	facets       facetNumbers
	guests       []int32 // numbers of people
}

// nameLength is the number of hexadecimal digits in the name of a state: 48 bits, enough for all
// states that a catalogue will ever have.
const nameLength = 12

// State has the input of [NewSnapshot].
type State struct {
	// Episodes are all episodes of a catalogue, newest first, then by id. Their texts are not
	// needed.
	Episodes []data.Episode
	// Content is a name for the content of the episodes, including texts.
	Content string
	// Vectors and Words number the episodes as in Episodes. Vectors has the vectors of Model,
	// for some or all episodes.
	Vectors Vectors
	Words   Words
	Model   string
	// Embedder is the client of Model, for the texts of searches. It is part of the state so
	// that no search compares vectors of two models. It may be nil if Vectors is empty.
	Embedder QueryEmbedder
	// Signatures are the signatures of Episodes, for re-runs and series.
	Signatures []*duplicate.Signature
	// Boilerplate was stripped from the descriptions before Vectors and Signatures were made;
	// nil for none.
	Boilerplate *boilerplate.Set
	// Weights are the weights of the signals.
	Weights Weights
}

// NewSnapshot returns a snapshot of a state. It shares the indexes and the lists of people and
// tags with state, which must not be changed afterwards.
func NewSnapshot(state State) *Snapshot {
	s := &Snapshot{
		vectors: state.Vectors, words: state.Words, embedder: state.Embedder, weights: state.Weights, model: state.Model,
		position: make(map[data.EpisodeID]int, len(state.Episodes)), titles: make(map[string][]int, len(state.Episodes)),
		shows: newFacet(), people: newFacet(), tags: newFacet(),
		boilerplate: state.Boilerplate,
	}
	s.entries = make([]entry, len(state.Episodes))
	for i, e := range state.Episodes {
		e.Description, e.Transcript, e.Removed, e.Links = "", "", nil, nil
		s.entries[i] = entry{Episode: e, embedded: state.Vectors.Vector(i) != nil, facets: s.numbersOf(e), guests: s.guestsOf(e)}
		s.position[e.ID] = i
		s.titles[titleKey(e.Title)] = append(s.titles[titleKey(e.Title)], i)
		if s.entries[i].embedded {
			s.embedded++
		}
	}
	for _, f := range []*facet{&s.shows, &s.people, &s.tags} {
		f.sort()
	}
	s.groups, s.group = duplicate.New(state.Signatures), make([][]int, len(s.entries))
	for n := range s.entries {
		if members := s.groups.Members(n); len(members) > 1 {
			s.group[n] = members
		}
	}
	s.spellings = spellingsOf(s.people)
	s.completions = s.complete()
	s.name = nameOf(state, s.entries)
	return s
}

// titleKey is equal for titles that differ only in case, spacing and surrounding punctuation.
func titleKey(title string) string {
	return text.Fold(strings.Trim(strings.Join(strings.Fields(title), " "), ` .?!"“”`))
}

// nameOf returns a hash of the content of a state, so that the same catalogue, model and
// weights have the same name in every process.
func nameOf(state State, entries []entry) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %v", state.Model, state.Content, state.Weights)
	for _, e := range entries {
		fmt.Fprintf(h, " %t", e.embedded)
	}
	return hex.EncodeToString(h.Sum(nil))[:nameLength]
}

// isDuplicate reports whether another episode represents n.
func (s *Snapshot) isDuplicate(n int) bool { return s.groups.Representative(n) != n }

// CaughtUp reports whether enough episodes have vectors to rank the catalogue by meaning: nine
// in ten. So one new episode does not turn ranking by meaning off, and a search does not find
// only the few episodes that were embedded first.
func (s *Snapshot) CaughtUp() bool { return s.embedded > 0 && s.embedded*10 >= len(s.entries)*9 }
