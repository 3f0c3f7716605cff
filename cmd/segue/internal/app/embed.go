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
	// Episodes counts the catalogue, Embedded those with vectors.
	Episodes, Embedded int
	// Texts is how many passages were embedded, Took the time, and PerSecond the rate.
	Texts     int
	Took      time.Duration
	PerSecond float64
	// Spent is what the model has counted, and Metered whether it counts.
	Spent   embed.Usage
	Metered bool
}

// EmbedAll embeds what has no vectors, and calls report after every step. It returns
// what was done, also with an error. It is for the mode Embed.
func (a *App) EmbedAll(ctx context.Context, report func(indexer.Progress)) (Embedded, error) {
	var last indexer.Progress
	err := a.Indexer.Sync(ctx, func(p indexer.Progress) {
		last = p
		report(p)
	})
	if errors.Is(err, embed.ErrBudget) {
		err = WithHint(err, "what is embedded is kept; the next run goes on with a budget of its own, as of --budget")
	}
	status := a.Engine.Status()
	return Embedded{
		Model:    a.model.Name,
		Episodes: status.Episodes, Embedded: status.Embedded, Texts: last.Texts, Took: last.Took, PerSecond: last.Rate(),
		Spent: a.client.Spent(), Metered: !a.spec.IsBuiltin(),
	}, err
}
