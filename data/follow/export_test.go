package follow

// What tests compare with.
const (
	BlockedInterval = blockedInterval
	MinInterval     = minInterval
	MaxInterval     = maxInterval
	MaxPages        = maxPages
	HubMargin       = hubMargin
	PushInterval    = pushInterval
)

// Wake makes Run look for what is due, which on a clock that is moved it cannot know.
func (f *Follower) Wake() { f.wakeUp() }
