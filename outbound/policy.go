package outbound

import (
	"bytes"
	"cmp"
	"net/http"
	"time"
)

// DefaultUserAgent is sent if [Policy.UserAgent] is empty.
const DefaultUserAgent = "Segue"

const (
	// defaultAttemptTimeout is long enough for a large feed over a slow connection.
	defaultAttemptTimeout = 30 * time.Second
	// defaultMinBackoff is longer than the restart of most load balancer backends.
	defaultMinBackoff = time.Second
	// defaultMaxBackoff is short, so that a request notices soon when the host recovers.
	defaultMaxBackoff = 15 * time.Second
	// defaultMaxBody is far more than a usual response. A client for larger ones, such as
	// feeds, sets its own limit.
	defaultMaxBody = 32 << 20
	// providerMaxBody is enough for the vectors of 32 texts with 16,384 numbers each in
	// JSON, or of 1,024 texts with 3,072, at about 20 bytes a number.
	providerMaxBody = 64 << 20
)

// Policy sets a client's limits, timeouts and retries.
type Policy struct {
	// UserAgent is sent if a request does not set the header; empty means
	// [DefaultUserAgent].
	UserAgent string
	// AttemptTimeout limits one attempt from the connection to the last byte of the
	// response. Waiting for a free slot does not count. 0 means 30 s.
	AttemptTimeout time.Duration
	// Attempts is the maximum number of attempts per request; 0 means 1.
	Attempts int
	// MinBackoff is the wait before the second attempt. The wait doubles with each
	// attempt, up to MaxBackoff. A random part of up to half is subtracted. 0 means 1 s
	// and 15 s.
	MinBackoff, MaxBackoff time.Duration
	// MaxRetryAfter is the longest Retry-After that the client waits for. If a response
	// requests a longer wait, the caller gets the response at once.
	MaxRetryAfter time.Duration
	// PerHost limits the concurrent requests to one host, Concurrent the concurrent
	// requests to all hosts; 0 means no limit.
	PerHost, Concurrent int
	// PerMinute limits the attempts to all hosts in any minute, evenly spaced; 0 means no
	// limit. A request that would have to wait beyond its deadline fails at once with a
	// [RateError].
	PerMinute int
	// MaxBody limits the bytes of a response body, both compressed and decompressed; 0
	// means 32 MiB. Of a response that is not a success the first 64 KiB are kept.
	MaxBody int64
	// Breaker stops requests to a failing host for a while. The zero value never does.
	Breaker Breaker
	// AllowPrivate allows requests to loopback, private and other special addresses, and
	// uses the proxy that the environment names. Without it no proxy is used, since the
	// client could not check the addresses that a proxy connects to.
	AllowPrivate bool
	// Final reports whether a response with a retryable status is permanent. It gets the
	// first 64 KiB of the body. It must not change them or read response.Body. Nil means
	// never.
	Final func(response *http.Response, body []byte) bool
}

// Breaker is a circuit breaker per host. After Failures failed attempts in a row, no
// request is sent to the host for Pause; then one attempt decides whether the breaker
// closes. Lost connections, timeouts, truncated responses and the statuses 500, 502, 503
// and 504 are failures. Zero Failures means no breaker.
type Breaker struct {
	Failures int
	Pause    time.Duration
}

// Feeds returns the policy for untrusted addresses: feeds, pages, transcripts and hubs.
// It sends one request at a time to a host and retries little, since feeds are polled
// again anyway.
func Feeds() Policy {
	return Policy{
		AttemptTimeout: defaultAttemptTimeout,
		Attempts:       3,
		MaxRetryAfter:  10 * time.Second,
		PerHost:        1,
		Concurrent:     8,
		MaxBody:        defaultMaxBody,
		Breaker:        Breaker{Failures: 6, Pause: time.Minute},
	}
}

// Provider returns the policy for an embedding provider. The operator sets its address,
// so it may be on this machine or behind a proxy. It retries often, since a job waits for
// the response, but not if the account has no credit.
func Provider() Policy {
	return Policy{
		AttemptTimeout: time.Minute, // one batch on a model without a GPU
		Attempts:       6,
		MaxBackoff:     30 * time.Second,
		MaxRetryAfter:  time.Minute, // most rate limits count per minute
		PerHost:        4,
		MaxBody:        providerMaxBody,
		Breaker:        Breaker{Failures: 12, Pause: 30 * time.Second},
		AllowPrivate:   true,
		Final:          quotaExhausted,
	}
}

// quotaExhausted reports whether the account has no credit. OpenAI sends status 429 for
// that, too.
func quotaExhausted(response *http.Response, body []byte) bool {
	return response.StatusCode == http.StatusTooManyRequests && bytes.Contains(body, []byte(`"insufficient_quota"`))
}

// withDefaults returns p with defaults for zero and negative values.
func (p Policy) withDefaults() Policy {
	p.UserAgent = cmp.Or(p.UserAgent, DefaultUserAgent)
	p.AttemptTimeout = orDefault(p.AttemptTimeout, defaultAttemptTimeout)
	p.Attempts = max(p.Attempts, 1)
	p.MinBackoff = orDefault(p.MinBackoff, defaultMinBackoff)
	p.MaxBackoff = max(orDefault(p.MaxBackoff, defaultMaxBackoff), p.MinBackoff)
	p.PerHost, p.Concurrent, p.PerMinute = max(p.PerHost, 0), max(p.Concurrent, 0), max(p.PerMinute, 0)
	p.MaxBody = orDefault(p.MaxBody, defaultMaxBody)
	p.Breaker.Failures = max(p.Breaker.Failures, 0)
	return p
}

func orDefault[T ~int64](value, standard T) T {
	if value <= 0 {
		return standard
	}
	return value
}
