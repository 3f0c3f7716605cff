package outbound

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// retryable reports whether a status says that the same request may succeed later.
// 501 and 505 do not: the host will not learn it meanwhile.
func retryable(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return failing(status)
}

// failing reports whether a status says that the host itself is in trouble.
func failing(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// backoff returns the wait after the given number of attempts: a random part, at
// least half, of what doubles from MinBackoff to MaxBackoff.
func backoff(policy Policy, attempts int) time.Duration {
	longest := policy.MinBackoff
	for i := 1; i < attempts && longest < policy.MaxBackoff; i++ {
		longest *= 2
	}
	longest = min(longest, policy.MaxBackoff)
	return longest/2 + rand.N(longest/2+1)
}
