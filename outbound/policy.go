package outbound

import (
	"bytes"
	"cmp"
	"net/http"
	"time"
)

// DefaultUserAgent is sent where [Policy.UserAgent] is empty.
const DefaultUserAgent = "Segue"

const (
	// defaultAttemptTimeout lets a large archive arrive over a slow line.
	defaultAttemptTimeout = 30 * time.Second
	// defaultMinBackoff is longer than most restarts of a load balancer's backend.
	defaultMinBackoff = time.Second
	// defaultMaxBackoff keeps a request from sleeping through a recovery.
	defaultMaxBackoff = 15 * time.Second
	// defaultMaxBody is several times the largest known feeds, which have about 10 MB.
	defaultMaxBody = 32 << 20
	// providerMaxBody holds the vectors of 32 texts of 16,384 numbers in JSON, or of
	// 1,024 texts of 3,072, at about 20 bytes a number.
	providerMaxBody = 64 << 20
)

// Policy says how a client treats hosts, and what it bears from them.
type Policy struct {
	// UserAgent says who asks, in requests that do not say it themselves; empty
	// stands for [DefaultUserAgent].
	UserAgent string
	// AttemptTimeout bounds one attempt from the connection to the last byte of the
	// answer, not counting the wait for its turn; 0 stands for 30 s.
	AttemptTimeout time.Duration
	// Attempts is how often a request is sent at most; 0 stands for 1.
	Attempts int
	// MinBackoff is the wait before the second attempt, MaxBackoff the longest before
	// a later one; it doubles in between. Up to half of each is left out at random.
	// 0 stands for 1 s and 15 s.
	MinBackoff, MaxBackoff time.Duration
	// MaxRetryAfter is the longest Retry-After that is waited for. An answer that
	// asks for more is handed back at once, so that the caller can come back later.
	MaxRetryAfter time.Duration
	// PerHost is how many requests one host answers at a time, Concurrent how many
	// are under way to all hosts; 0 stands for any number.
	PerHost, Concurrent int
	// PerMinute is how many requests are sent in any minute to all hosts, attempts
	// counted one by one, evenly spaced; 0 stands for any number. A request whose
	// deadline comes before its turn fails at once with a [BudgetError].
	PerMinute int
	// MaxBody is how many bytes an answer may have, compressed and decompressed; 0
	// stands for 32 MiB. Of an answer that is no success the first 64 KiB are kept.
	MaxBody int64
	// Breaker leaves a failing host alone for a while.
	Breaker Breaker
	// AllowPrivate lets requests reach loopback, private and other special
	// addresses, and makes them through the proxy that the environment names. Without
	// it no proxy is used, since it would hide the address that is reached.
	AllowPrivate bool
	// Final reports whether an answer with a status that is usually tried again will
	// be the same next time. It gets the first 64 KiB of the body, which it must not
	// change, and must not read response.Body; nil stands for never.
	Final func(response *http.Response, body []byte) bool
}

// Breaker says when a host is left alone: after Failures failed attempts in a row,
// for Pause, after which one attempt decides whether it goes on. Only lost
// connections, answers that were late or cut short, and the statuses 500, 502, 503 and 504 are failures. Zero
// Failures stand for no breaker.
type Breaker struct {
	Failures int
	Pause    time.Duration
}

// Feeds is a policy for addresses that strangers wrote: feeds, pages, transcripts
// and hubs. It asks a host one question at a time, and does not insist: whoever
// follows a feed comes back anyway.
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

// Provider is a policy for an embedding provider, whose address the operator gave:
// it may be on this machine, or behind the proxy of the environment. It insists, as
// a job waits for the answer, but not where an account is without credit.
func Provider() Policy {
	return Policy{
		AttemptTimeout: time.Minute, // a batch on a model that runs without a GPU
		Attempts:       6,
		MaxBackoff:     30 * time.Second,
		MaxRetryAfter:  time.Minute, // the window of most limits
		PerHost:        4,
		MaxBody:        providerMaxBody,
		Breaker:        Breaker{Failures: 12, Pause: 30 * time.Second},
		AllowPrivate:   true,
		Final:          withoutCredit,
	}
}

// withoutCredit knows how OpenAI marks an account that is used up, which it answers
// with 429.
func withoutCredit(response *http.Response, body []byte) bool {
	return response.StatusCode == http.StatusTooManyRequests && bytes.Contains(body, []byte(`"insufficient_quota"`))
}

// complete returns p with its defaults.
func (p Policy) complete() Policy {
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
