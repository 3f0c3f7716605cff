package admin

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// burst is how many wrong keys are answered at once: somebody who has the wrong
	// one at hand tries a few.
	burst = 10
	// every is how long another guess takes after that. A day has then 14,400, which
	// is nothing against a random key.
	every = 6 * time.Second
	// maxClients bounds the memory, to about a megabyte. Clients beyond it share one
	// allowance.
	maxClients = 4096
	// network6 is what one customer of a provider is given of IPv6.
	network6 = 64
)

// guesses counts wrong keys by client.
type guesses struct {
	mu      sync.Mutex
	clients map[string]*rate.Limiter
	// others is for clients that find no more room.
	others *rate.Limiter
}

func newGuesses() *guesses {
	return &guesses{clients: map[string]*rate.Limiter{}, others: newAllowance()}
}

func newAllowance() *rate.Limiter { return rate.NewLimiter(rate.Every(every), burst) }

// attempt is one key that is about to be compared.
type attempt struct {
	// wait is how long it must be put off, 0 where it may be compared.
	wait time.Duration
	// forget says that the key was right, so that it does not count.
	forget func()
}

// begin counts an attempt as wrong before it is compared, so that many at once are
// not let through together.
func (g *guesses) begin(client string, now time.Time) attempt {
	taken := g.allowance(network(client), now).ReserveN(now, 1)
	if wait := taken.DelayFrom(now); wait > 0 {
		taken.CancelAt(now)
		return attempt{wait: wait}
	}
	return attempt{forget: func() { taken.CancelAt(now) }}
}

func (g *guesses) allowance(client string, now time.Time) *rate.Limiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.clients[client]; known != nil {
		return known
	}
	if len(g.clients) >= maxClients {
		g.tidy(now)
	}
	if len(g.clients) >= maxClients {
		return g.others
	}
	g.clients[client] = newAllowance()
	return g.clients[client]
}

// tidy forgets clients whose allowance is whole again, as that of a new one is.
func (g *guesses) tidy(now time.Time) {
	for client, a := range g.clients {
		if a.TokensAt(now) >= burst {
			delete(g.clients, client)
		}
	}
}

// network is what counts as one client: an address, or its network in IPv6, where
// one customer has more addresses than could be counted.
func network(client string) string {
	address, err := netip.ParseAddr(client)
	if err != nil {
		return client
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	prefix, err := address.WithZone("").Prefix(network6)
	if err != nil {
		return client
	}
	return prefix.String()
}
