// Package outbound makes all outgoing HTTP requests: for feeds, web pages, transcripts,
// images, hubs and embeddings.
//
// [New] returns an ordinary [http.Client] with a [Policy]. Its transport limits the
// concurrent requests per host and in total, and the requests per minute. It stops
// requests to a host whose circuit breaker is open, connects to no private address,
// and ends each attempt after [Policy.AttemptTimeout]. An attempt ends when the whole
// response has arrived and is decompressed in memory. A truncated response is therefore
// retried like a lost connection.
//
// # Retries
//
// The client retries lost connections, timeouts, truncated or corrupt responses, and
// the statuses 408, 425, 429, 500, 502, 503 and 504. The waits grow, have a random
// part, and are never shorter than the host's Retry-After.
//
// It does not retry other statuses, an untrusted certificate, a host that does not
// exist, a refused address, a response that is too large, a body that cannot be sent
// twice, or a status that [Policy.Final] reports as permanent. It does not start a wait
// that ends after the deadline of the request's context or is longer than
// [Policy.MaxRetryAfter]. In these cases, and after the last attempt, the caller gets
// the host's last response with its status.
//
// Requests are retried with every method, as all requests of Segue may be sent twice.
//
// # Errors
//
// The [url.Error] of net/http wraps an [Error], or one of [PrivateAddressError],
// [TooLargeError], [BreakerError], [RateError], [ErrAddress], [ErrProxy] and
// [ErrRedirects]. They contain no path, query, user name, header or key. Most of them
// name the host. The url.Error
// does contain the path: print the result of [Strip] instead. The method Temporary of
// url.Error reports whether the same request may succeed later; packages that import
// only net/http can call it.
//
// # Redirects
//
// The client follows up to ten redirects, also from https to http, since old feeds need
// it. [Moved] returns the address after permanent redirects. Credentials are not sent to
// another origin. An address with a user name or password is refused.
package outbound

import "net/http"

// New returns a client that applies policy. It is safe for concurrent use. Limits and
// breakers belong to the client, so use one client for all requests of a kind. It has no
// Timeout: the context of each request limits all its attempts.
//
// The client may be copied to change CheckRedirect.
func New(policy Policy) *http.Client {
	policy = policy.withDefaults()
	return newClient(policy, newTransport(policy, specialUse))
}

func newClient(policy Policy, next *http.Transport) *http.Client {
	return &http.Client{Transport: newPolicyTransport(policy, next), CheckRedirect: checkRedirect}
}
