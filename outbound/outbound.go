// Package outbound is everything that leaves this machine: the one path that
// requests for feeds, transcripts, hubs and embeddings take.
//
// [New] returns an ordinary [http.Client] whose transport is the path. On it, each
// attempt of a request waits for its turn with its host and among all requests,
// stays within the budget of requests per minute, is held back while the host's
// circuit breaker is open, reaches no private address, and ends after
// [Policy.AttemptTimeout]. An attempt is over when the whole answer has arrived and
// is decompressed: an answer that was cut short is tried again like one that never
// came, and the caller reads it from memory.
//
// # What is tried again
//
// Connections that fail, answers that come late, cut short or garbled, and the statuses 408,
// 425, 429, 500, 502, 503 and 504, with growing, jittered waits and never before
// the host's Retry-After. What cannot succeed is not: other statuses, an untrusted
// certificate, a host that does not exist, a refused address, an answer that is
// too large, a body that cannot be sent twice, a status that [Policy.Final] knows
// to be final. A wait that would outlive the deadline of the request's context, or
// is longer than [Policy.MaxRetryAfter], is not begun. Then, as after the last
// attempt, the caller gets the host's last answer with its status.
//
// The method does not matter, as all that Segue sends may be sent twice.
//
// # Errors
//
// Below the [url.Error] of net/http lies an [Error], or one of
// [PrivateAddressError], [TooLargeError], [BreakerError], [BudgetError],
// [ErrAddress] and [ErrRedirects]. They name the host and hold no path, query, user name, header or
// key. The url.Error itself does: print what [Strip] returns. Its Temporary
// method says whether the same request may succeed later, which a package that
// knows only net/http can ask too.
//
// # Redirects
//
// At most ten are followed, from https to http as well, since old feeds ask for
// it; [Moved] says where a feed has moved for good. No credentials go to another
// origin. An address with a user name or password is refused.
package outbound

import "net/http"

// New returns a client that follows policy. It is safe for concurrent use, and one
// is meant to serve all requests of a kind, as limits and breakers are its own. It
// has no Timeout: the context of each request bounds it with all attempts.
//
// The client may be copied to change CheckRedirect.
func New(policy Policy) *http.Client {
	policy = policy.complete()
	return newClient(policy, newTransport(policy, privacy))
}

func newClient(policy Policy, next *http.Transport) *http.Client {
	return &http.Client{Transport: newPath(policy, next), CheckRedirect: checkRedirect}
}
