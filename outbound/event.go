package outbound

import (
	"errors"
	"net/http"
	"time"
)

// Event is one attempt of a request, or one that could not be made. It holds no
// path, query or header, so it can be logged.
type Event struct {
	Host string
	// Attempt counts from 1.
	Attempt int
	// Status is that of the answer, 0 where there is none.
	Status int
	// Bytes is the length of the answer, decompressed.
	Bytes int64
	// Failure says why there is no answer; empty where there is one.
	Failure Failure
	// Again says that another attempt follows, Wait after which time.
	Again bool
	Wait  time.Duration
}

// observe tells the policy's observer how an attempt ended.
func (c *call) observe(response *http.Response, err error) {
	observer := c.path.policy.Observer
	if observer == nil {
		return
	}
	event := Event{Host: c.host.name, Attempt: c.attempts, Again: c.again, Wait: c.wait}
	if err != nil {
		event.Failure = failureOf(err)
	}
	if held := errors.Is(err, ErrOpen) || errors.Is(err, ErrOverBudget); held {
		event.Attempt++
	}
	if response != nil {
		event.Status, event.Bytes = response.StatusCode, response.ContentLength
	}
	observer(event)
}
