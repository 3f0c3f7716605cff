package indexer

import "segue/recommend"

// publish gives the engine the current state.
func (x *modelIndex) publish() error {
	return x.publishPace.time(func() error {
		x.engine.Use(recommend.Revision{Index: x.index, Embedder: x.model.Embedder, Weights: x.weights, Boilerplate: x.boilerplate.Set()})
		x.unpublished = false
		return nil
	})
}
