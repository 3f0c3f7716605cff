package recommend

import (
	"context"
	"time"
)

// SetEmbedTimeout sets how long a search waits for the model.
func (e *Engine) SetEmbedTimeout(d time.Duration) { e.embedTimeout = d }

// Sum returns the score that scores add up to.
func Sum(s Scores) (sum float64) {
	for _, signal := range signals {
		sum += *signal.part(&s)
	}
	return sum
}

// Draw makes the map of the current state, as it is made in the background.
func Draw(ctx context.Context, e *Engine) (Map, error) { return e.current.Load().draw(ctx) }
