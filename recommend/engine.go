package recommend

import (
	"context"
	"sync/atomic"
	"time"
)

// Engine ranks the episodes of a catalogue. It is safe for concurrent use.
type Engine struct {
	catalog Catalog
	// embedTimeout is how long a search waits for the model.
	embedTimeout time.Duration
	current      atomic.Pointer[Snapshot]
	// onFailure is the function of OnFailure.
	onFailure func(context.Context, error)
	maps      mapCache
}

// embedTimeout is how long a search waits for the vector of its text before it uses words
// only. A local model takes milliseconds and a provider some hundreds of milliseconds. Most
// users do not wait longer than this.
const embedTimeout = 1500 * time.Millisecond

// NewEngine returns an engine without episodes. Call [Engine.Use] to give it a snapshot.
func NewEngine(catalog Catalog) *Engine {
	e := &Engine{catalog: catalog, embedTimeout: embedTimeout, onFailure: func(context.Context, error) {}}
	e.current.Store(NewSnapshot(State{Vectors: emptyIndex{}, Words: emptyIndex{}, Weights: DefaultWeights()}))
	return e
}

// Use makes the engine answer from s, with its model. Answers that have begun continue with
// the snapshot before.
func (e *Engine) Use(s *Snapshot) { e.current.Store(s) }

// OnFailure sets a function that is called with the error if the text of a search cannot be
// embedded; the search then uses words only. Call OnFailure before the engine is used.
func (e *Engine) OnFailure(report func(context.Context, error)) { e.onFailure = report }

// Status returns the state of the index.
func (e *Engine) Status() Status {
	s := e.current.Load()
	name := s.name
	if s.model == "" {
		name = ""
	}
	return Status{Episodes: len(s.entries), Embedded: s.embedded, Model: s.model, Index: name}
}

// emptyIndex has the vectors and words of an engine before [Engine.Use].
type emptyIndex struct{}

func (emptyIndex) Vector(int) []float32                                 { return nil }
func (emptyIndex) Similarity(int, int) float32                          { return NoVector }
func (emptyIndex) Nearest([]float32, int) Nearest                       { return Nearest{NoVector, NoVector, 0} }
func (emptyIndex) Means(context.Context, []float32, []float32) error    { return nil }
func (emptyIndex) Passages(context.Context, []float32, []Nearest) error { return nil }
func (emptyIndex) Parse(_ context.Context, text string) (WordQuery, error) {
	return WordQuery{Plain: text}, nil
}
func (emptyIndex) Search(context.Context, WordQuery, []float32, []bool) error { return nil }
func (emptyIndex) Terms(context.Context, int, int) ([]Term, error)            { return nil, nil }
func (emptyIndex) Shared(context.Context, []Term, int) ([]Term, error)        { return nil, nil }
func (emptyIndex) Like(context.Context, []Term, []float32) error              { return nil }
func (emptyIndex) Highlights(WordQuery, string) [][2]int                      { return nil }
