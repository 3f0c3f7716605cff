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
	// maxHosts limits the number of remembered hosts. A hostile page could lead to new
	// ones forever.
	maxHosts = 10_000
	// probeTime is the suggested wait while another attempt tests a host.
	probeTime = time.Second
)

// host is the state of one host and port.
type host struct {
	key     string // in hosts.byKey
	name    string // as first written in a URL
	slots   slots
	breaker circuitbreaker.CircuitBreaker[any] // nil if the policy has none
	mu      sync.Mutex
	failed  bool // result of the newest attempt
	users   int  // guarded by hosts.mu
}

// hosts contains the hosts that are in use or whose last attempt failed.
type hosts struct {
	policy Policy
	mu     sync.Mutex
	byKey  map[string]*host
}

func newHosts(policy Policy) *hosts {
	return &hosts{policy: policy, byKey: map[string]*host{}}
}

// acquire returns the host of u. The caller must release it.
func (s *hosts) acquire(u *url.URL) *host {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := hostPort(u)
	h, ok := s.byKey[key]
	if !ok {
		s.evict()
		h = s.newHost(key, u.Host)
		s.byKey[key] = h
	}
	h.users++
	return h
}

// release removes the host if it is healthy and no request uses it.
func (s *hosts) release(h *host) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.users--
	if h.users == 0 && !h.unhealthy() {
		delete(s.byKey, h.key)
	}
}

// evict removes all unused hosts if there are maxHosts. Failing ones get a new chance.
func (s *hosts) evict() {
	if len(s.byKey) < maxHosts {
		return
	}
	for key, h := range s.byKey {
		if h.users == 0 {
			delete(s.byKey, key)
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

// hostPort returns the normalised host and port of u.
func hostPort(u *url.URL) string {
	standard := "443"
	if u.Scheme == "http" {
		standard = "80"
	}
	return net.JoinHostPort(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), cmp.Or(u.Port(), standard))
}

// outcome is the result of an attempt for the host's circuit breaker.
type outcome int

const (
	unknownOutcome outcome = iota // the attempt failed for a reason on our side
	succeeded
	hostFailed
)

func outcomeOf(response *http.Response, err error) outcome {
	switch {
	case response != nil && failing(response.StatusCode), err != nil && temporary(err):
		return hostFailed
	case response != nil:
		return succeeded
	}
	return unknownOutcome
}

// record passes the outcome of an attempt to the breaker. An unknown outcome counts as a
// failure only if the breaker is not closed; then it stays open.
func (h *host) record(o outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = o == hostFailed || o == unknownOutcome && h.failed
	switch {
	case h.breaker == nil:
	case o == succeeded:
		h.breaker.RecordSuccess()
	case o == hostFailed || !h.breaker.IsClosed():
		h.breaker.RecordFailure()
	}
}

// openError returns a [BreakerError] while the breaker is open.
func (h *host) openError() error {
	if h.breaker == nil || !h.breaker.IsOpen() {
		return nil
	}
	if after := h.breaker.RemainingDelay(); after > 0 {
		return &BreakerError{Host: h.name, After: after}
	}
	return nil
}

// acquireBreaker allows one attempt, whose outcome must be recorded, or returns a
// [BreakerError].
func (h *host) acquireBreaker() error {
	if h.breaker == nil || h.breaker.TryAcquirePermit() {
		return nil
	}
	return &BreakerError{Host: h.name, After: cmp.Or(h.breaker.RemainingDelay(), probeTime)}
}

// unhealthy reports whether the host's last attempt failed or its breaker is not closed.
func (h *host) unhealthy() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed || h.breaker != nil && !h.breaker.IsClosed()
}
