package embed

import (
	"errors"
	"time"
)

// RetryAfter returns how long the provider asks to wait after err, and 0 where
// err is no [RateLimit] or it did not say.
func (c *Client) RetryAfter(err error) time.Duration {
	var limit *RateLimit
	if errors.As(err, &limit) {
		return max(limit.After, 0)
	}
	return 0
}

// TextsAtFault reports whether err says that the texts were refused, so that the
// same call with other texts may succeed.
func (c *Client) TextsAtFault(err error) bool {
	if errors.Is(err, ErrQuota) {
		return false
	}
	return errors.Is(err, ErrBlankText) || errors.Is(err, ErrRejected) || errors.Is(err, ErrBadVectors)
}
