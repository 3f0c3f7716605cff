package outbound

import (
	"context"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// policyTransport is an [http.RoundTripper] that applies a policy to each request.
type policyTransport struct {
	policy Policy
	next   *http.Transport
	hosts  *hosts
	all    slots
	pace   *pace
}

func newPolicyTransport(policy Policy, next *http.Transport) *policyTransport {
	return &policyTransport{
		policy: policy,
		next:   next,
		hosts:  newHosts(policy),
		all:    newSlots(policy.Concurrent),
		pace:   newPace(policy.PerMinute),
	}
}

// RoundTrip returns the response to request with its whole body in memory. The package
// comment describes retries and errors.
func (p *policyTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	c := &call{transport: p, request: request}
	defer c.close()
	if err := checkURL(request.URL); err != nil {
		return nil, err
	}
	c.host = p.hosts.acquire(request.URL)
	defer p.hosts.release(c.host)
	response, err := c.executor().GetWithExecution(c.attempt)
	if err != nil {
		return nil, c.explain(err)
	}
	return response, nil
}

// CloseIdleConnections closes idle connections. [http.Client.CloseIdleConnections] calls
// it.
func (p *policyTransport) CloseIdleConnections() { p.next.CloseIdleConnections() }

// executor repeats attempts while c.retry is true, after c.wait.
func (c *call) executor() failsafe.Executor[*http.Response] {
	policy := retrypolicy.NewBuilder[*http.Response]().
		HandleIf(func(*http.Response, error) bool { return c.retry }).
		WithDelayFunc(func(failsafe.ExecutionAttempt[*http.Response]) time.Duration { return c.wait }).
		WithMaxAttempts(c.transport.policy.Attempts).
		ReturnLastFailure().
		Build()
	return failsafe.With[*http.Response](policy).WithContext(c.request.Context())
}

// admit waits until an attempt may be sent. The caller must call done after the attempt.
func (p *policyTransport) admit(ctx context.Context, h *host) (done func(), err error) {
	if err := h.slots.acquire(ctx); err != nil {
		return nil, err
	}
	if err := p.admitHost(ctx, h); err != nil {
		h.slots.release()
		return nil, err
	}
	return func() { p.all.release(); h.slots.release() }, nil
}

// admitHost checks the breaker twice: before it waits for a slot, and after that, because
// the breaker may open meanwhile.
func (p *policyTransport) admitHost(ctx context.Context, h *host) error {
	if err := h.openError(); err != nil {
		return err
	}
	if err := p.all.acquire(ctx); err != nil {
		return err
	}
	err := p.pace.wait(ctx)
	if err == nil {
		err = h.acquireBreaker()
	}
	if err != nil {
		p.all.release()
	}
	return err
}
