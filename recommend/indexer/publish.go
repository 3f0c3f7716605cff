package indexer

import (
	"context"
	"fmt"

	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/vectors"
)

// publish gives the engine a snapshot of the current state.
func (x *modelIndex) publish(ctx context.Context) error {
	return x.publishPace.time(func() error {
		list := make([]vectors.Episode, len(x.episodes))
		signatures := make([]*duplicate.Signature, len(x.episodes))
		for n, e := range x.episodes {
			list[n] = vectors.Episode{ID: e.ID, Passages: x.vectors[e.ID].passages}
			signatures[n] = x.signatures[e.ID]
		}
		index, err := vectors.Build(ctx, list)
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		x.engine.Use(recommend.NewSnapshot(recommend.State{
			Episodes: x.episodes, Content: x.content, Vectors: index, Words: x.view, Model: x.model.Name, Embedder: x.model.Embedder,
			Signatures: signatures, Boilerplate: x.boilerplate.Set(), Weights: x.weights,
		}))
		x.share(index)
		x.unpublished = false
		return nil
	})
}

// share replaces the vectors by the copies in an index, to free memory.
func (x *modelIndex) share(index *vectors.Index) {
	for n, e := range x.episodes {
		if known, ok := x.vectors[e.ID]; ok && len(known.passages) > 0 {
			known.passages = index.Rows(n)
			x.vectors[e.ID] = known
		}
	}
}
