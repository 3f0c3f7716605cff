package recommend

import (
	"context"
	"sync/atomic"

	"segue/data"
)

// Engine answers questions about a catalogue. It is safe for concurrent use.
type Engine struct {
	catalog  Catalog
	embedder QueryEmbedder
	current  atomic.Pointer[Snapshot]
}

// NewEngine returns an engine that knows no episode until [Engine.Use].
func NewEngine(catalog Catalog, embedder QueryEmbedder) *Engine {
	e := &Engine{catalog: catalog, embedder: embedder}
	e.current.Store(&Snapshot{index: nothing{}})
	return e
}

// Use makes s the state that answers come from. Answers that are under way go
// on with the state that they began with.
func (e *Engine) Use(s *Snapshot) { e.current.Store(s) }

// Status says how far the engine has come with the catalogue.
func (e *Engine) Status() Status {
	s := e.current.Load()
	return Status{Episodes: len(s.entries), Embedded: s.embedded, Model: s.model, Index: s.name}
}

// nothing is the index of an engine that has not been given one.
type nothing struct{}

func (nothing) Has(data.EpisodeID) bool                              { return false }
func (nothing) Vector(data.EpisodeID) ([]float32, bool)              { return nil, false }
func (nothing) Episodes(context.Context, []float32) ([]Match, error) { return nil, nil }
func (nothing) Passages(context.Context, []float32) ([]Match, error) { return nil, nil }
