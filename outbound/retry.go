package outbound

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// retryable reports whether the same request may succeed later after this status. 501 and
// 505 are permanent.
func retryable(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return failing(status)
}

// failing reports whether a status means that the host itself has a problem.
func failing(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// backoff returns the wait after the given number of attempts. The upper bound doubles
// from MinBackoff to MaxBackoff; the wait is random between half of it and all of it.
func backoff(policy Policy, attempts int) time.Duration {
	longest := policy.MinBackoff
	for i := 1; i < attempts && longest < policy.MaxBackoff; i++ {
		longest *= 2
	}
	longest = min(longest, policy.MaxBackoff)
	return longest/2 + rand.N(longest/2+1)
}
