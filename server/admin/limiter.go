package admin

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// burst is the number of wrong keys that a client may send without a wait. It is
	// enough for an admin who mistypes the key.
	burst = 10
	// every is the wait between attempts after that. It allows 14,400 attempts a day,
	// which is far too few to find a random key.
	every = 6 * time.Second
	// maxClients limits the memory to about a megabyte. Further clients share one limit.
	maxClients = 4096
	// prefixLength6 is the length of the IPv6 prefix that a provider gives one customer.
	prefixLength6 = 64
)

// attemptLimiter limits the attempts with wrong keys of each client. It is safe for
// concurrent use.
type attemptLimiter struct {
	mu      sync.Mutex
	clients map[string]*rate.Limiter
	// shared is the limit of all clients above maxClients.
	shared *rate.Limiter
}

func newAttemptLimiter() *attemptLimiter {
	return &attemptLimiter{clients: map[string]*rate.Limiter{}, shared: newRateLimiter()}
}

func newRateLimiter() *rate.Limiter { return rate.NewLimiter(rate.Every(every), burst) }

// attempt is one comparison of a key.
type attempt struct {
	// wait is the time before the client may try again. Zero allows the comparison.
	wait time.Duration
	// succeed removes the attempt from the count, because the key was correct.
	succeed func()
}

// begin counts an attempt before the key is compared, so that concurrent attempts cannot
// pass the limit together.
func (l *attemptLimiter) begin(client string, now time.Time) attempt {
	reservation := l.limiterOf(networkOf(client), now).ReserveN(now, 1)
	if wait := reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return attempt{wait: wait}
	}
	return attempt{succeed: func() { reservation.CancelAt(now) }}
}

func (l *attemptLimiter) limiterOf(client string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if limiter := l.clients[client]; limiter != nil {
		return limiter
	}
	if len(l.clients) >= maxClients {
		l.removeIdle(now)
	}
	if len(l.clients) >= maxClients {
		return l.shared
	}
	l.clients[client] = newRateLimiter()
	return l.clients[client]
}

// removeIdle removes clients that may send a full burst again. A new client has the same
// limit, so the result is the same.
func (l *attemptLimiter) removeIdle(now time.Time) {
	for client, limiter := range l.clients {
		if limiter.TokensAt(now) >= burst {
			delete(l.clients, client)
		}
	}
}

// networkOf returns the key under which the attempts of a client are counted. It is the
// address in IPv4 and the network in IPv6, because one customer has too many IPv6
// addresses to count them separately.
func networkOf(client string) string {
	address, err := netip.ParseAddr(client)
	if err != nil {
		return client
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	prefix, err := address.WithZone("").Prefix(prefixLength6)
	if err != nil {
		return client
	}
	return prefix.String()
}
