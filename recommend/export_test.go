package recommend

import (
	"context"
	"time"
)

// SetPatience sets how long a search waits for the model.
func (e *Engine) SetPatience(d time.Duration) { e.embedTime = d }

// Draw makes the map of the current state, as it is made in the background.
func Draw(ctx context.Context, e *Engine) (Map, error) { return e.current.Load().draw(ctx) }
