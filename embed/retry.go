package embed

import (
	"errors"
	"time"
)

// RetryAfter returns how long to wait after err. It is 0 if err is not a [RateLimit] or
// the time is unknown.
func (c *Client) RetryAfter(err error) time.Duration {
	var limit *RateLimit
	if errors.As(err, &limit) {
		return max(limit.After, 0)
	}
	return 0
}

// TextsAtFault reports whether the provider rejected the texts, so that a call with other
// texts may succeed.
func (c *Client) TextsAtFault(err error) bool {
	if errors.Is(err, ErrQuota) {
		return false
	}
	return errors.Is(err, ErrBlankText) || errors.Is(err, ErrRejected) || errors.Is(err, ErrBadVectors)
}
