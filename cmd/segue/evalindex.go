package main

import (
	"context"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
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
	app *app.App
}

// newMemoryIndex embeds and indexes episodes.
func newMemoryIndex(ctx context.Context, t *terminal, client *embed.Client, name string, episodes []data.Episode) (*memoryIndex, error) {
	a, err := app.Open(ctx, app.Options{Mode: app.Search, Client: client, Log: t.log})
	if err != nil {
		return nil, err
	}
	index := &memoryIndex{a.Engine, a}
	if err := index.fill(ctx, t, name, episodes); err != nil {
		index.Close()
		return nil, err
	}
	return index, nil
}

func (m *memoryIndex) fill(ctx context.Context, t *terminal, name string, episodes []data.Episode) error {
	if _, err := m.app.Catalog.Upsert(ctx, episodes); err != nil {
		return err
	}
	shown := newBar(t.stderr, "embedding "+name)
	defer shown.close()
	return m.app.Indexer.Sync(ctx, shown.embedded(new(indexer.Progress)))
}

// Close implements [evaluate.Index].
func (m *memoryIndex) Close() { m.app.Close() }

// progress implements [evaluate.Progress] with a bar.
func (t *terminal) progress(message string) (set func(done, total int), end func()) {
	b := newBar(t.stderr, message)
	return b.set, b.close
}
