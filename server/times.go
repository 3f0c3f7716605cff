package server

import "time"

// Times limit the duration of requests and of stopping. A zero value means the default.
type Times struct {
	// Request is the time limit of a request.
	Request time.Duration
	// Pause is the maximum pause within the body of an upload.
	Pause time.Duration
	// Notice is the time between the first 503 of /readyz and the end of the listener. In
	// this time a load balancer can choose another process. The default is 0, because a
	// single process has no load balancer.
	Notice time.Duration
	// Drain is the time that running requests have after the listener has closed.
	Drain time.Duration
}

const (
	// defaultRequest is much longer than any answer takes, and shorter than
	// writeTimeout, so that a problem can still be sent.
	defaultRequest = 10 * time.Second
	// defaultPause is enough for a mobile connection that is lost and restored.
	defaultPause = 30 * time.Second
	// defaultDrain is enough for every running request to reach its own deadline.
	defaultDrain = defaultRequest + 2*time.Second
)

func (t Times) orDefaults() Times {
	if t.Request == 0 {
		t.Request = defaultRequest
	}
	if t.Pause == 0 {
		t.Pause = defaultPause
	}
	if t.Drain == 0 {
		t.Drain = defaultDrain
	}
	return t
}
