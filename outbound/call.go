package outbound

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
)

// call is one request with all its attempts, which follow one another.
type call struct {
	path     *path
	request  *http.Request
	host     *host
	attempts int
	sent     bool           // whether the request's own body was handed over
	last     *http.Response // the newest answer, whatever its status
	again    bool           // whether the newest attempt is followed by another
	wait     time.Duration  // how long after it
}

// attempt sends the request once. Where it cannot be sent any more, an answer that
// came before is the outcome.
func (c *call) attempt(failsafe.Execution[*http.Response]) (*http.Response, error) {
	c.again, c.wait = false, 0
	done, err := c.path.admit(c.request.Context(), c.host)
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
	c.again, c.wait = c.next(response, start, err)
	return response, err
}

// exchange returns the answer of one attempt, and the first bytes of its body where
// it is no success.
func (c *call) exchange() (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(c.request.Context(), c.path.policy.AttemptTimeout)
	defer cancel()
	request, err := c.copy(ctx)
	if err != nil {
		return nil, nil, err
	}
	response, err := c.path.next.RoundTrip(request)
	if err != nil {
		return nil, nil, c.because(ctx, err)
	}
	response.Request = c.request
	if err := checkLocation(response); err != nil {
		response.Body.Close()
		return nil, nil, err
	}
	start, err := receive(response, c.path.policy.MaxBody)
	if err != nil {
		return nil, nil, c.because(ctx, err)
	}
	return response, start, nil
}

// copy returns the request as it is sent in this attempt.
func (c *call) copy(ctx context.Context) (*http.Request, error) {
	request := c.request.Clone(ctx)
	if c.sent && c.request.GetBody != nil {
		body, err := c.request.GetBody()
		if err != nil {
			return nil, &sendError{err}
		}
		request.Body = body
	}
	c.sent = true
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if _, set := request.Header["User-Agent"]; !set {
		request.Header.Set("User-Agent", c.path.policy.UserAgent)
	}
	if _, set := request.Header["Accept-Encoding"]; !set && request.Header.Get("Range") == "" {
		request.Header.Set("Accept-Encoding", "zstd, gzip")
	}
	return request, nil
}

// because returns err, or what it comes from: the caller's own context, or the end
// of the attempt's time.
func (c *call) because(attempt context.Context, err error) error {
	if own := c.request.Context().Err(); own != nil {
		return own
	}
	if errors.Is(attempt.Err(), context.DeadlineExceeded) {
		return &lateError{c.path.policy.AttemptTimeout}
	}
	return err
}

// next says whether another attempt follows, and after which wait.
func (c *call) next(response *http.Response, start []byte, err error) (bool, time.Duration) {
	policy := c.path.policy
	if c.attempts >= policy.Attempts || !c.replayable() || c.host.resting() != nil {
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
		asked := RetryAfter(response.Header, time.Now())
		if asked > policy.MaxRetryAfter {
			return false, 0
		}
		wait = max(wait, asked)
	}
	return c.inTime(wait), wait
}

// replayable reports whether the body, if any, can be sent another time.
func (c *call) replayable() bool {
	return c.request.Body == nil || c.request.Body == http.NoBody || c.request.GetBody != nil
}

// inTime reports whether the request's context lives longer than wait.
func (c *call) inTime(wait time.Duration) bool {
	ctx := c.request.Context()
	deadline, bounded := ctx.Deadline()
	return ctx.Err() == nil && (!bounded || time.Until(deadline) > wait)
}

// close closes the request's body if it was never handed over, as whoever takes a
// request must.
func (c *call) close() {
	if !c.sent && c.request.Body != nil {
		c.request.Body.Close()
	}
}
