package app

import (
	"context"
	"errors"
	"time"

	"segue/embed"
	"segue/recommend/indexer"
)

// Embedded is the result of [App.EmbedAll].
type Embedded struct {
	// Model is the name of the vectors.
	Model string
	// Episodes is the number of episodes in the catalogue, Embedded the number of those
	// with vectors.
	Episodes, Embedded int
	// Texts is the number of embedded passages, Took the duration, and PerSecond the rate.
	Texts     int
	Took      time.Duration
	PerSecond float64
	// Spent is the counted usage of an endpoint. Metered is false for the built-in model,
	// whose usage is not counted.
	Spent   embed.Usage
	Metered bool
}

// EmbedAll embeds all episodes without vectors, in the mode Embed. It returns the
// finished work together with an error. The progress may be nil.
func (a *App) EmbedAll(ctx context.Context, progress Progress) (Embedded, error) {
	var last indexer.Progress
	report, end := embeddingProgress(progress, "embedding episodes")
	err := a.Indexer.Sync(ctx, func(p indexer.Progress) {
		last = p
		report(p)
	})
	end()
	if errors.Is(err, embed.ErrBudget) {
		err = WithHint(err, "finished work is kept; the next run continues with a new --budget")
	}
	status := a.Engine.Status()
	return Embedded{
		Model:    a.model.Name,
		Episodes: status.Episodes, Embedded: status.Embedded, Texts: last.Texts, Took: last.Took, PerSecond: last.Rate(),
		Spent: a.client.Spent(), Metered: !a.spec.IsBuiltin(),
	}, err
}
