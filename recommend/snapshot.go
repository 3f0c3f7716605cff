package recommend

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/boilerplate"
	"segue/recommend/duplicate"
)

// Snapshot is one state of a catalogue, ready to be ranked. It does not change.
type Snapshot struct {
	vectors  Vectors
	words    Words
	embedder QueryEmbedder // of vectors' model; nil for none
	weights  Weights
	model    string
	name     string
	embedded int
	// entries are all episodes, newest first, then by id.
	entries []entry
	// position finds an entry by its id.
	position map[data.EpisodeID]int
	groups   *duplicate.Groups
	// group has the members of an episode's group, the one that stands for it first;
	// nil for an episode that is alone.
	group  [][]int
	series *duplicate.Series
	// shows, people and tags are the values that facets count.
	shows, people, tags facet
	// spellings are numbers of people by [data.PersonID].
	spellings   map[string][]int32
	completions []completion
	// titles has the episodes of each title, by [titleKey].
	titles map[string][]int
	// boilerplate is left out of the passages that an episode is shown by.
	boilerplate *boilerplate.Set
}

// entry is what filters, facets and the order of an answer need of an episode.
type entry struct {
	data.Episode // without its texts
	embedded     bool
	facets       facetNumbers
	guests       []int32 // numbers of people
}

// indexName is the number of hexadecimal digits that name a state: 48 bits, far
// more than the states that one catalogue will ever have.
const indexName = 12

// State is what a snapshot is made of.
type State struct {
	// Episodes are all episodes of a catalogue, newest first, then by id. Their texts are not
	// needed.
	Episodes []data.Episode
	// Content names the content of the episodes, texts included.
	Content string
	// Vectors and Words number the episodes as they stand in Episodes. Vectors has
	// some or all of them, made by Model.
	Vectors Vectors
	Words   Words
	Model   string
	// Embedder is Model itself, for the texts of searches. It belongs to a state, so
	// that no search ever compares vectors of two models. It may be nil where Vectors
	// has none.
	Embedder QueryEmbedder
	// Signatures are those of Episodes, by which re-runs and series are found.
	Signatures []duplicate.Signature
	// Boilerplate was taken out of the descriptions that Vectors and Signatures were
	// made of; nil for none.
	Boilerplate *boilerplate.Set
	// Weights are how much each signal counts.
	Weights Weights
}

// NewSnapshot makes a snapshot. It shares the indexes and the lists of people and
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
	s.groups, s.group = duplicate.Group(state.Signatures), make([][]int, len(s.entries))
	for n := range s.entries {
		if members := s.groups.Members(n); len(members) > 1 {
			s.group[n] = members
		}
	}
	s.series = duplicate.Link(state.Signatures, s.groups)
	s.spellings = spellingsOf(s.people)
	s.completions = s.complete()
	s.name = nameOf(state, s.entries)
	return s
}

// titleKey is the same for titles that differ in case, spacing and marks around them
// only.
func titleKey(title string) string {
	return data.Fold(strings.Trim(strings.Join(strings.Fields(title), " "), ` .?!"“”`))
}

// nameOf names a state by its content, so that the same catalogue, model and
// weights have the same name in every process.
func nameOf(state State, entries []entry) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %v", state.Model, state.Content, state.Weights)
	for _, e := range entries {
		fmt.Fprintf(h, " %t", e.embedded)
	}
	return hex.EncodeToString(h.Sum(nil))[:indexName]
}

// isDuplicate reports whether another episode stands for n.
func (s *Snapshot) isDuplicate(n int) bool { return s.groups.Representative(n) != n }

// CaughtUp reports whether enough episodes have vectors for meaning to rank the
// catalogue: nine in ten, so that one new episode does not turn meaning off, and
// a few that were embedded first are not all that is ever found.
func (s *Snapshot) CaughtUp() bool { return s.embedded > 0 && s.embedded*10 >= len(s.entries)*9 }
