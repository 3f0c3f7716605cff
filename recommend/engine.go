package recommend

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync/atomic"
	"time"

	"segue/data"
	"segue/data/boilerplate"
	"segue/recommend/cosine"
)

// Engine ranks the episodes of a catalogue. It is safe for concurrent use.
type Engine struct {
	catalog Catalog
	// embedTimeout is how long a search waits for the model.
	embedTimeout time.Duration
	current      atomic.Pointer[Revision]
	// onFailure is the function of OnFailure.
	onFailure func(context.Context, error)
	// onRanked is the function of OnRanked.
	onRanked func(Timing)
	maps     mapCache
}

// embedTimeout is how long a search waits for the vector of its text before it uses words
// only. A local model takes milliseconds and a provider some hundreds of milliseconds. Most
// users do not wait longer than this.
const embedTimeout = 1500 * time.Millisecond

// NewEngine returns an engine without episodes. Call [Engine.Use] to give it a revision.
func NewEngine(catalog Catalog) *Engine {
	e := &Engine{catalog: catalog, embedTimeout: embedTimeout, onFailure: func(context.Context, error) {}, onRanked: func(Timing) {}}
	e.current.Store(&Revision{Index: emptyIndex{}, Weights: DefaultWeights()})
	return e
}

// Revision is one state of a catalogue, with everything that an answer from it needs. It must not
// be changed.
type Revision struct {
	Index Index
	// Embedder is the client of the model of the index, for the texts of searches. It is part of
	// the revision so that no search compares vectors of two models. It may be nil if the index
	// has no vectors.
	Embedder QueryEmbedder
	// Weights are the weights of the signals.
	Weights Weights
	// Calibration tells matches of a text from chance; the zero Calibration if it is not known yet.
	Calibration Calibration
	// Boilerplate was stripped from the descriptions before they were indexed; nil for none.
	Boilerplate *boilerplate.Set

	info Info
}

// Use makes the engine answer from v. Answers that have begun continue with the revision before.
func (e *Engine) Use(v Revision) {
	v.info = v.Index.Info()
	v.info.Name = nameWith(v.info.Name, v.Weights, v.Calibration)
	e.current.Store(&v)
}

// nameWith returns a name that differs for other weights and calibrations: they change answers.
func nameWith(name string, w Weights, c Calibration) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s %v %v", name, w, c))
	return hex.EncodeToString(h[:])[:len(name)]
}

// OnFailure sets a function that is called with the error if the text of a search cannot be
// embedded; the search then uses words only. Call OnFailure before the engine is used.
func (e *Engine) OnFailure(report func(context.Context, error)) { e.onFailure = report }

// OnRanked sets a function that is called with the timing of each ranked answer. Call OnRanked
// before the engine is used.
func (e *Engine) OnRanked(report func(Timing)) { e.onRanked = report }

// Shown returns an episode as lists show it: the description has no boilerplate, so the summary has
// none.
func (e *Engine) Shown(episode data.Episode) data.Episode { return e.current.Load().shown(episode) }

func (v Revision) shown(e data.Episode) data.Episode {
	e.Description = v.Boilerplate.Strip(e.Show.ID, e.Description)
	return e
}

// Status describes the revision that the engine answers from.
func (e *Engine) Status() Status {
	info := e.current.Load().info
	return Status{
		Episodes: info.Episodes, Embedded: info.Embedded, Passages: info.Passages,
		Model: info.Model, Index: info.Name, Retrieval: info.Retrieval,
	}
}

// Suggest completes a typed text: it returns titles, people, tags and shows that begin with
// the text, then those with a later word that begins with it. Case does not matter. It returns
// at most limit and at most [MaxSuggestions], and none for a blank text.
func (e *Engine) Suggest(ctx context.Context, typed string, limit int) ([]Suggestion, error) {
	return e.current.Load().Index.Suggest(ctx, typed, min(max(limit, 0), MaxSuggestions))
}

// Person returns the person with an ID, with the person's episodes and the people of the same
// episodes. Its error wraps [ErrUnknownPerson].
func (e *Engine) Person(ctx context.Context, id string) (Person, error) {
	return e.current.Load().Index.Person(ctx, id)
}

// Topics returns the topics of episodes by id. It leaves out episodes that the revision does not have.
func (e *Engine) Topics(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]string, error) {
	index := e.current.Load().Index
	entries, err := index.Entries(ctx, ids)
	if err != nil {
		return nil, err
	}
	lists, err := index.Topics(ctx, entries)
	topics := make(map[data.EpisodeID][]string, len(entries))
	for i, entry := range entries {
		if err == nil {
			topics[entry.ID] = lists[i]
		}
	}
	return topics, err
}

// WithTopics returns the ids of the episodes that a filter selects, newest first. Unlike a store it
// knows the topics of episodes.
func (e *Engine) WithTopics(ctx context.Context, f data.Filter) ([]data.EpisodeID, error) {
	revision := e.current.Load()
	entries, err := revision.Index.Latest(ctx, LatestQuery{Scope: Scope{Filter: f}, Limit: revision.info.Episodes})
	ids := make([]data.EpisodeID, len(entries))
	for i, entry := range entries {
		ids[i] = entry.ID
	}
	return ids, err
}

// Facets counts all episodes that a filter matches by show, person, tag and topic, with the highest
// counts first. Duplicates count once.
func (e *Engine) Facets(ctx context.Context, f data.Filter) (Facets, error) {
	return e.current.Load().Index.Facets(ctx, f)
}

// emptyIndex is the index of an engine before [Engine.Use].
type emptyIndex struct{}

func (emptyIndex) Info() Info { return Info{} }

func (emptyIndex) NearestPassages(_ context.Context, queries []PassageQuery) ([][]PassageHit, error) {
	return make([][]PassageHit, len(queries)), nil
}

func (emptyIndex) Embeddings(_ context.Context, entries []*Entry) ([]cosine.Embedding, error) {
	return make([]cosine.Embedding, len(entries)), nil
}

func (emptyIndex) Parse(_ context.Context, text string) (WordQuery, error) {
	return WordQuery{Plain: text}, nil
}

func (emptyIndex) Match(context.Context, WordQuery, Scope, int) (Matches, error) {
	return noMatches{}, nil
}

func (emptyIndex) Like(context.Context, []Term, Scope, int) (Matches, error) {
	return noMatches{}, nil
}

func (emptyIndex) Terms(context.Context, *Entry, int) ([]Term, error)          { return nil, nil }
func (emptyIndex) Shared(context.Context, []Term, *Entry) ([]Term, error)      { return nil, nil }
func (emptyIndex) Highlights(WordQuery, string) [][2]int                       { return nil }
func (emptyIndex) Entries(context.Context, []data.EpisodeID) ([]*Entry, error) { return nil, nil }
func (emptyIndex) Topics(_ context.Context, entries []*Entry) ([][]string, error) {
	return make([][]string, len(entries)), nil
}
func (emptyIndex) SharedTopics(context.Context, *Entry, *Entry, int) ([]string, error) {
	return nil, nil
}
func (emptyIndex) Titled(context.Context, string) ([]*Entry, error)           { return nil, nil }
func (emptyIndex) Latest(context.Context, LatestQuery) ([]*Entry, error)      { return nil, nil }
func (emptyIndex) CountFacets(context.Context, []*Entry) (Facets, error)      { return Facets{}, nil }
func (emptyIndex) Suggest(context.Context, string, int) ([]Suggestion, error) { return nil, nil }
func (emptyIndex) Facets(context.Context, data.Filter) (Facets, error)        { return Facets{}, nil }
func (emptyIndex) Person(_ context.Context, id string) (Person, error) {
	return Person{}, fmt.Errorf("%w: %q", ErrUnknownPerson, id)
}

// noMatches are the matches of an empty index.
type noMatches struct{}

func (noMatches) Hits() []WordHit { return nil }
func (noMatches) Weights(_ context.Context, entries []*Entry) ([]float32, error) {
	return make([]float32, len(entries)), nil
}
func (noMatches) Shares(_ context.Context, entries []*Entry) ([]float32, error) {
	return make([]float32, len(entries)), nil
}
func (noMatches) Count(context.Context, float32, []*Entry) (int, Facets, error) {
	return 0, Facets{}, nil
}
func (noMatches) Spoken() float64 { return 0 }
func (noMatches) Close()          {}
