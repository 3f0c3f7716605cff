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
