package limit

import (
	"math"
	"time"
)

const (
	// usageHalfLife is the time in which the usage of a client loses half its weight. A
	// client that has paused for some seconds is like a new one.
	usageHalfLife = 5 * time.Second
	// maxUsages limits the memory of the usages to about half a megabyte. Clients whose
	// usage is nearly zero are removed first.
	maxUsages = 4096
	// negligible is a usage that has no effect on the order of clients.
	negligible = time.Millisecond
)

// usage is the time that the server recently worked for each client.
type usage map[string]used

// used is a usage at a time.
type used struct {
	amount time.Duration
	at     time.Time
}

func newUsage() usage { return usage{} }

// of returns the usage of a client at a time.
func (u usage) of(client string, now time.Time) time.Duration {
	v, ok := u[client]
	if !ok {
		return 0
	}
	halves := now.Sub(v.at).Seconds() / usageHalfLife.Seconds()
	return time.Duration(float64(v.amount) * math.Exp2(-halves))
}

// add adds work to the usage of a client.
func (u usage) add(client string, work time.Duration, now time.Time) {
	if _, known := u[client]; !known && len(u) >= maxUsages {
		u.forget(now)
	}
	u[client] = used{u.of(client, now) + work, now}
}

// forget removes clients with a negligible usage, and all clients if there are none. Then all
// start again as equals.
func (u usage) forget(now time.Time) {
	for client := range u {
		if u.of(client, now) < negligible {
			delete(u, client)
		}
	}
	if len(u) >= maxUsages {
		clear(u)
	}
}
