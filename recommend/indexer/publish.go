package indexer

import "segue/recommend"

// publish gives the engine the current state.
func (x *modelIndex) publish() error {
	return x.publishPace.time(func() error {
		x.engine.Use(x.answering())
		x.unpublished = false
		return nil
	})
}

// answering returns the revision of the current state.
func (x *modelIndex) answering() recommend.Revision {
	return recommend.Revision{
		Index: x.index, Embedder: x.model.Embedder, Weights: x.weights, Calibration: x.calibration, Boilerplate: x.boilerplate.Set(),
	}
}
