package outbound

import (
	"cmp"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
)

const (
	// maxHosts bounds what is remembered of hosts that fail: a hostile page could
	// lead to new ones forever.
	maxHosts = 10_000
	// probeTime is when to ask again about a host that is being tried right now.
	probeTime = time.Second
)

// host is what a client knows of one host and port.
type host struct {
	key     string // of hosts.known
	name    string // as it was written first
	slots   slots
	breaker circuitbreaker.CircuitBreaker[any] // nil without
	mu      sync.Mutex
	failed  bool // the newest attempt
	users   int  // guarded by hosts.mu
}

// hosts are the hosts that are in use or failed last.
type hosts struct {
	policy Policy
	mu     sync.Mutex
	known  map[string]*host
}

func newHosts(policy Policy) *hosts {
	return &hosts{policy: policy, known: map[string]*host{}}
}

// take returns the host of u, to be released.
func (s *hosts) take(u *url.URL) *host {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := hostPort(u)
	h, ok := s.known[key]
	if !ok {
		s.forget()
		h = s.newHost(key, u.Host)
		s.known[key] = h
	}
	h.users++
	return h
}

// release forgets a host that answers and that nobody uses.
func (s *hosts) release(h *host) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.users--
	if h.users == 0 && !h.troubled() {
		delete(s.known, h.key)
	}
}

// forget makes room by giving all hosts that are not in use another chance.
func (s *hosts) forget() {
	if len(s.known) < maxHosts {
		return
	}
	for key, h := range s.known {
		if h.users == 0 {
			delete(s.known, key)
		}
	}
}

func (s *hosts) newHost(key, name string) *host {
	h := &host{key: key, name: name, slots: newSlots(s.policy.PerHost)}
	if breaker := s.policy.Breaker; breaker.Failures > 0 {
		h.breaker = circuitbreaker.NewBuilder[any]().
			WithFailureThreshold(uint(breaker.Failures)).
			WithSuccessThreshold(1).
			WithDelay(breaker.Pause).
			Build()
	}
	return h
}

// hostPort is one name for each host and port, however u writes them.
func hostPort(u *url.URL) string {
	standard := "443"
	if u.Scheme == "http" {
		standard = "80"
	}
	return net.JoinHostPort(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), cmp.Or(u.Port(), standard))
}

// outcome is what an attempt says about its host.
type outcome int

const (
	saysNothing outcome = iota // it never got there, for a reason of ours
	answers
	fails
)

func outcomeOf(response *http.Response, err error) outcome {
	switch {
	case response != nil && failing(response.StatusCode), err != nil && temporary(err):
		return fails
	case response != nil:
		return answers
	}
	return saysNothing
}

// record tells the breaker how an attempt ended. One that says nothing counts only
// where the breaker waits for its outcome: then the host stays alone.
func (h *host) record(o outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = o == fails || o == saysNothing && h.failed
	switch {
	case h.breaker == nil:
	case o == answers:
		h.breaker.RecordSuccess()
	case o == fails || !h.breaker.IsClosed():
		h.breaker.RecordFailure()
	}
}

// resting returns a [BreakerError] while the host is left alone.
func (h *host) resting() error {
	if h.breaker == nil || !h.breaker.IsOpen() {
		return nil
	}
	if after := h.breaker.RemainingDelay(); after > 0 {
		return &BreakerError{Host: h.name, After: after}
	}
	return nil
}

// permit lets an attempt begin, which has to be recorded.
func (h *host) permit() error {
	if h.breaker == nil || h.breaker.TryAcquirePermit() {
		return nil
	}
	return &BreakerError{Host: h.name, After: cmp.Or(h.breaker.RemainingDelay(), probeTime)}
}

// troubled reports whether there is something to remember.
func (h *host) troubled() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed || h.breaker != nil && !h.breaker.IsClosed()
}
