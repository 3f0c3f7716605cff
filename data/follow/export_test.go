package follow

// Limits that tests compare with.
const (
	BlockedInterval = blockedInterval
	MinInterval     = minInterval
	MaxInterval     = maxInterval
	MaxPages        = maxPages
	HubMargin       = hubMargin
	PushInterval    = pushInterval
)

// Wake makes Run look for due feeds, because it does not notice that a test sets the clock.
func (f *Follower) Wake() { f.wakeUp() }
