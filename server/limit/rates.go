package limit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients limits the memory of [Rates] to about a megabyte. Further clients share one
// limit.
const maxClients = 4096

// Rate is a number of requests in a time. The zero value is no limit.
type Rate struct {
	Requests int
	Per      time.Duration
}

// maxRequests is the highest number of a rate. It is far above what a server answers.
const maxRequests = 1_000_000

// units are the units of a rate.
var units = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}

// ParseRate reads a rate such as "60/m". The units are s, m and h. An empty text is no limit.
func ParseRate(text string) (Rate, error) {
	if text == "" {
		return Rate{}, nil
	}
	number, unit, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	if per := units[unit]; err == nil && n > 0 && n <= maxRequests && per > 0 {
		return Rate{n, per}, nil
	}
	return Rate{}, fmt.Errorf("invalid rate %q; want a number of requests from 1 to %d and a unit, such as 10/s, 300/m or 5000/h", text, maxRequests)
}

// IsSet reports whether there is a limit.
func (r Rate) IsSet() bool { return r.Requests > 0 }

func (r Rate) limiter() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(r.Requests)/r.Per.Seconds()), r.Requests)
}

// Rates count the requests of each client. They are safe for concurrent use.
type Rates struct {
	rate Rate

	mu      sync.Mutex
	clients map[string]*rate.Limiter
	// shared is the limit of all clients above maxClients.
	shared *rate.Limiter
}

// NewRates returns counters that allow each client the given rate. A client may use it as
// one burst.
func NewRates(r Rate) *Rates {
	return &Rates{rate: r, clients: map[string]*rate.Limiter{}, shared: r.limiter()}
}

// Taken is the result of counting one request.
type Taken struct {
	// Wait is the time before the client may try again. Zero allows the request.
	Wait time.Duration
	// Remaining is the number of requests that the client may send at once.
	Remaining int
	// Full is the time after which the client has its whole burst again.
	Full time.Duration
}

// Take counts a request of a client. A refused request is not counted.
func (l *Rates) Take(client string, now time.Time) Taken {
	limiter := l.of(client, now)
	reservation := limiter.ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	left := max(limiter.TokensAt(now), 0)
	missing := float64(l.rate.Requests) - left
	return Taken{
		Wait: wait, Remaining: int(left),
		Full: time.Duration(missing / float64(limiter.Limit()) * float64(time.Second)),
	}
}

func (l *Rates) of(client string, now time.Time) *rate.Limiter {
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
	l.clients[client] = l.rate.limiter()
	return l.clients[client]
}

// removeIdle removes clients that may send a full burst again. A new client has the same
// limit, so the result is the same.
func (l *Rates) removeIdle(now time.Time) {
	for client, limiter := range l.clients {
		if limiter.TokensAt(now) >= float64(l.rate.Requests) {
			delete(l.clients, client)
		}
	}
}

// Headers returns the values of the headers RateLimit-Policy and RateLimit for a request, as in
// draft-ietf-httpapi-ratelimit-headers-10. Name is the name of the limit.
func (l *Rates) Headers(name string, t Taken) (policy, current string) {
	policy = fmt.Sprintf("%q;q=%d;w=%d", name, l.rate.Requests, int(l.rate.Per.Seconds()))
	return policy, fmt.Sprintf("%q;r=%d;t=%d", name, t.Remaining, Seconds(t.Full))
}

// Seconds rounds a wait up to whole seconds, as for Retry-After.
func Seconds(wait time.Duration) int { return int(math.Ceil(wait.Seconds())) }
