package outbound

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
)

// call is one request with all its attempts. They run one after another.
type call struct {
	transport *policyTransport
	request   *http.Request
	host      *host
	attempts  int
	sent      bool           // the request's own body was passed on
	last      *http.Response // the newest response, with any status
	retry     bool           // another attempt follows
	wait      time.Duration  // before that attempt
}

// attempt sends the request once. If no further attempt can be sent, it returns the
// previous response.
func (c *call) attempt(failsafe.Execution[*http.Response]) (*http.Response, error) {
	c.retry, c.wait = false, 0
	done, err := c.transport.admit(c.request.Context(), c.host)
	if err != nil {
		if c.last != nil && c.request.Context().Err() == nil {
			return c.last, nil
		}
		return nil, err
	}
	defer done()
	c.attempts++
	response, start, err := c.exchange()
	if response != nil {
		c.last = response
	}
	c.host.record(outcomeOf(response, err))
	c.retry, c.wait = c.next(response, start, err)
	return response, err
}

// exchange sends one attempt. It returns the response and, if that is not a success, the
// first bytes of its body.
func (c *call) exchange() (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(c.request.Context(), c.transport.policy.AttemptTimeout)
	defer cancel()
	request, err := c.copy(ctx)
	if err != nil {
		return nil, nil, err
	}
	response, err := c.transport.next.RoundTrip(request)
	if err != nil {
		return nil, nil, c.attemptError(ctx, err)
	}
	response.Request = c.request
	if err := checkLocation(response); err != nil {
		response.Body.Close()
		return nil, nil, err
	}
	start, err := receive(response, c.transport.policy.MaxBody)
	if err != nil {
		return nil, nil, c.attemptError(ctx, err)
	}
	return response, start, nil
}

// copy returns the request for this attempt.
func (c *call) copy(ctx context.Context) (*http.Request, error) {
	request := c.request.Clone(ctx)
	if c.sent && c.request.GetBody != nil {
		body, err := c.request.GetBody()
		if err != nil {
			return nil, &bodyReadError{err}
		}
		request.Body = body
	}
	c.sent = true
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if _, set := request.Header["User-Agent"]; !set {
		request.Header.Set("User-Agent", c.transport.policy.UserAgent)
	}
	if _, set := request.Header["Accept-Encoding"]; !set && request.Header.Get("Range") == "" {
		request.Header.Set("Accept-Encoding", "zstd, gzip")
	}
	return request, nil
}

// attemptError returns err, or the reason for it: the error of the caller's own context,
// or a timeoutError if the attempt took too long.
func (c *call) attemptError(attempt context.Context, err error) error {
	if own := c.request.Context().Err(); own != nil {
		return own
	}
	if errors.Is(attempt.Err(), context.DeadlineExceeded) {
		return &timeoutError{c.transport.policy.AttemptTimeout}
	}
	return err
}

// next reports whether another attempt follows, and after which wait.
func (c *call) next(response *http.Response, start []byte, err error) (bool, time.Duration) {
	policy := c.transport.policy
	if c.attempts >= policy.Attempts || !c.replayable() || c.host.openError() != nil {
		return false, 0
	}
	if err != nil && !temporary(err) || err == nil && !retryable(response.StatusCode) {
		return false, 0
	}
	if err == nil && policy.Final != nil && policy.Final(response, start) {
		return false, 0
	}
	wait := backoff(policy, c.attempts)
	if err == nil {
		retryAfter := RetryAfter(response.Header, time.Now())
		if retryAfter > policy.MaxRetryAfter {
			return false, 0
		}
		wait = max(wait, retryAfter)
	}
	return c.beforeDeadline(wait), wait
}

// replayable reports whether the body, if any, can be sent again.
func (c *call) replayable() bool {
	return c.request.Body == nil || c.request.Body == http.NoBody || c.request.GetBody != nil
}

// beforeDeadline reports whether wait ends before the deadline of the request's context.
func (c *call) beforeDeadline(wait time.Duration) bool {
	ctx := c.request.Context()
	deadline, bounded := ctx.Deadline()
	return ctx.Err() == nil && (!bounded || time.Until(deadline) > wait)
}

// close closes the request's body if no attempt did. [http.RoundTripper] requires that
// the body is always closed.
func (c *call) close() {
	if !c.sent && c.request.Body != nil {
		c.request.Body.Close()
	}
}
