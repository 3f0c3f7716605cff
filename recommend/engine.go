package recommend

import (
	"context"
	"sync/atomic"
	"time"
)

// Engine answers questions about a catalogue. It is safe for concurrent use.
type Engine struct {
	catalog Catalog
	// embedTime is how long a search waits for the model.
	embedTime time.Duration
	current   atomic.Pointer[Snapshot]
	// failed is told why a search could not be embedded.
	failed func(context.Context, error)
	atlas  atlas
}

// embedTime is how long a search waits for the vector of its text before it is
// answered by words alone. A local model takes milliseconds and a provider some
// hundreds of them; somebody who waits for longer than this has gone.
const embedTime = 1500 * time.Millisecond

// NewEngine returns an engine that knows no episode until [Engine.Use].
func NewEngine(catalog Catalog) *Engine {
	e := &Engine{catalog: catalog, embedTime: embedTime, failed: func(context.Context, error) {}}
	e.current.Store(NewSnapshot(State{Vectors: nothing{}, Words: nothing{}, Weights: DefaultWeights()}))
	return e
}

// Use makes s the state that answers come from, with the model that embeds searches.
// Answers that are under way go on with the state that they began with.
func (e *Engine) Use(s *Snapshot) { e.current.Store(s) }

// OnFailure makes report be told why the text of a search could not be embedded;
// the search is answered by words. It must be set before the engine is used.
func (e *Engine) OnFailure(report func(context.Context, error)) { e.failed = report }

// Status says how far the engine has come with the catalogue.
func (e *Engine) Status() Status {
	s := e.current.Load()
	name := s.name
	if s.model == "" {
		name = ""
	}
	return Status{Episodes: len(s.entries), Embedded: s.embedded, Model: s.model, Index: name}
}

// nothing are the indexes of an engine that has not been given any.
type nothing struct{}

func (nothing) Vector(int) []float32                                 { return nil }
func (nothing) Similarity(int, int) float32                          { return NoVector }
func (nothing) Nearest([]float32, int) Nearest                       { return Nearest{NoVector, NoVector, 0} }
func (nothing) Means(context.Context, []float32, []float32) error    { return nil }
func (nothing) Passages(context.Context, []float32, []Nearest) error { return nil }
func (nothing) Parse(_ context.Context, text string) (WordQuery, error) {
	return WordQuery{Plain: text}, nil
}
func (nothing) Search(context.Context, WordQuery, []float32, []bool) error { return nil }
func (nothing) Terms(context.Context, int, int) ([]Term, error)            { return nil, nil }
func (nothing) Shared(context.Context, []Term, int) ([]Term, error)        { return nil, nil }
func (nothing) Like(context.Context, []Term, []float32) error              { return nil }
func (nothing) Highlights(WordQuery, string) [][2]int                      { return nil }
