package recommend

import "time"

// SetPatience sets how long a search waits for the model.
func (e *Engine) SetPatience(d time.Duration) { e.embedTime = d }
