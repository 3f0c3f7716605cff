package outbound

import (
	"context"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// path is the way that every request takes. It is an [http.RoundTripper].
type path struct {
	policy Policy
	next   *http.Transport
	hosts  *hosts
	all    slots
	pace   *pace
}

func newPath(policy Policy, next *http.Transport) *path {
	return &path{
		policy: policy,
		next:   next,
		hosts:  newHosts(policy),
		all:    newSlots(policy.Concurrent),
		pace:   newPace(policy.PerMinute),
	}
}

// RoundTrip returns the answer to request with its whole body in memory. The
// package comment says what is tried again, and lists the errors.
func (p *path) RoundTrip(request *http.Request) (*http.Response, error) {
	c := &call{path: p, request: request}
	defer c.close()
	if err := checkURL(request.URL); err != nil {
		return nil, err
	}
	c.host = p.hosts.take(request.URL)
	defer p.hosts.release(c.host)
	response, err := c.retrying().GetWithExecution(c.attempt)
	if err != nil {
		return nil, c.explain(err)
	}
	return response, nil
}

// CloseIdleConnections closes what is kept open for the next request; the method
// of [http.Client] of that name calls it.
func (p *path) CloseIdleConnections() { p.next.CloseIdleConnections() }

// retrying calls again what c says is worth it, after the wait that c says.
func (c *call) retrying() failsafe.Executor[*http.Response] {
	policy := retrypolicy.NewBuilder[*http.Response]().
		HandleIf(func(*http.Response, error) bool { return c.again }).
		WithDelayFunc(func(failsafe.ExecutionAttempt[*http.Response]) time.Duration { return c.wait }).
		WithMaxAttempts(c.path.policy.Attempts).
		ReturnLastFailure().
		Build()
	return failsafe.With[*http.Response](policy).WithContext(c.request.Context())
}

// admit waits for the turn of an attempt and returns what ends it.
func (p *path) admit(ctx context.Context, h *host) (done func(), err error) {
	if err := h.slots.take(ctx); err != nil {
		return nil, err
	}
	if err := p.admitHost(ctx, h); err != nil {
		h.slots.give()
		return nil, err
	}
	return func() { p.all.give(); h.slots.give() }, nil
}

// admitHost asks the breaker twice: an open one is no reason to wait in line, and
// one may open during the wait.
func (p *path) admitHost(ctx context.Context, h *host) error {
	if err := h.resting(); err != nil {
		return err
	}
	if err := p.all.take(ctx); err != nil {
		return err
	}
	err := p.pace.wait(ctx)
	if err == nil {
		err = h.permit()
	}
	if err != nil {
		p.all.give()
	}
	return err
}
