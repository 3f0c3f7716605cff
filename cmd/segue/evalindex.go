package main

import (
	"context"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// newEvaluator returns an evaluator whose indexes are in memory. The client embeds
// their episodes.
func newEvaluator(t *terminal, client *embed.Client, w recommend.Weights) *evaluate.Evaluator {
	return &evaluate.Evaluator{
		Index: func(ctx context.Context, name string, episodes []data.Episode) (evaluate.Index, error) {
			return newMemoryIndex(ctx, t, client, name, episodes)
		},
		Weights: w, Progress: t.progress,
	}
}

// memoryIndex is an index of episodes in memory.
type memoryIndex struct {
	*recommend.Engine
	product *product
}

// newMemoryIndex embeds and indexes episodes.
func newMemoryIndex(ctx context.Context, t *terminal, client *embed.Client, name string, episodes []data.Episode) (*memoryIndex, error) {
	c, err := sqlite.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		c.Close()
		return nil, err
	}
	p := join(t, c, w, client, client.Info().Model)
	index := &memoryIndex{p.engine, p}
	if err := index.fill(ctx, t, name, episodes); err != nil {
		index.Close()
		return nil, err
	}
	return index, nil
}

func (m *memoryIndex) fill(ctx context.Context, t *terminal, name string, episodes []data.Episode) error {
	if _, err := m.product.catalog.Upsert(ctx, episodes); err != nil {
		return err
	}
	var last indexer.Progress
	shown := newBar(t.stderr, "embedding "+name)
	defer shown.close()
	return m.product.indexer.Sync(ctx, shown.embedded(&last))
}

// Close implements [evaluate.Index].
func (m *memoryIndex) Close() {
	m.product.close()
	m.product.catalog.Close()
}

// progress implements [evaluate.Progress] with a bar.
func (t *terminal) progress(message string) (set func(done, total int), end func()) {
	b := newBar(t.stderr, message)
	return b.set, b.close
}
