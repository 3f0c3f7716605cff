package outbound

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// maxRedirects is one more than net/http follows. A longer chain is usually a loop.
const maxRedirects = 10

// sharedHeaders are sent to another origin as well. They describe the wanted response and
// do not identify the client.
var sharedHeaders = []string{"Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "If-Modified-Since", "If-None-Match", "Range", "User-Agent"}

// checkRedirect limits the number of redirects and the headers that they carry. It sends
// no Referer, since a feed's address may be a secret of its subscriber. A redirect that
// would send a body to another host is not followed; the caller gets the redirect
// response.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d, from %s to %s", ErrRedirects, maxRedirects, via[0].URL.Host, next.URL.Host)
	}
	if next.Body != nil && !mayCarryBody(via[0].URL, next.URL) {
		return http.ErrUseLastResponse
	}
	next.Header.Del("Referer")
	for _, before := range via {
		if origin(before.URL) != origin(next.URL) {
			dropPrivateHeaders(next)
		}
	}
	return nil
}

// mayCarryBody reports whether a redirect may send the request's body on: only to the
// same host, and not from https to http.
func mayCarryBody(from, to *url.URL) bool {
	return strings.EqualFold(from.Hostname(), to.Hostname()) && (to.Scheme == "https" || from.Scheme == "http")
}

// origin returns the scheme, host and port of u.
func origin(u *url.URL) string { return u.Scheme + " " + hostPort(u) }

// dropPrivateHeaders removes all headers except sharedHeaders.
func dropPrivateHeaders(request *http.Request) {
	kept := http.Header{}
	for _, name := range sharedHeaders {
		if values := request.Header.Values(name); len(values) > 0 {
			kept[name] = values
		}
	}
	request.Header = kept
}

// checkURL returns an [ErrAddress] if no request may be sent to u. The error does not
// contain the path or query.
func checkURL(u *url.URL) error {
	switch {
	case u == nil || u.Hostname() == "":
		return fmt.Errorf("%w: the URL has no host", ErrAddress)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: the URL of %s must begin with http:// or https://", ErrAddress, u.Host)
	case u.User != nil:
		return fmt.Errorf("%w: the URL of %s contains a user name or password; remove it", ErrAddress, u.Host)
	}
	return nil
}

// checkLocation returns an [ErrAddress] if the Location header is not a URL. The error of
// net/http would contain the address.
func checkLocation(response *http.Response) error {
	_, err := response.Location()
	if err == nil || err == http.ErrNoLocation {
		return nil
	}
	return fmt.Errorf("%w: %s redirects to an invalid URL", ErrAddress, response.Request.URL.Host)
}

// Moved returns the address for future requests, and whether it differs from the address
// of the first request. It follows the redirects of the response as long as they are
// permanent (301, 308). A temporary redirect applies to one request only. So does a
// redirect from https to http, because an attacker on the network can forge the rest of
// the chain. Save a move only if the response is a success or 304; otherwise the new
// address may not work.
//
// If nothing has moved, the URL is the first request's URL. It is nil for a response
// without a request.
func Moved(response *http.Response) (to *url.URL, moved bool) {
	if response == nil || response.Request == nil {
		return nil, false
	}
	chain := hops(response.Request)
	first := chain[0].URL
	to = first
	for _, request := range chain[1:] {
		if !permanent(request.Response.StatusCode) || leavesHTTPS(to, request.URL) {
			break
		}
		to = request.URL
	}
	return to, to.String() != first.String()
}

// LeftHTTPS reports whether a redirect on the way to response led from https to http. An attacker
// on the network can forge such a response. Use it once, but do not change the address of
// future requests because of it.
func LeftHTTPS(response *http.Response) bool {
	chain := hops(response.Request)
	for i, request := range chain[1:] {
		if leavesHTTPS(chain[i].URL, request.URL) {
			return true
		}
	}
	return false
}

func leavesHTTPS(from, to *url.URL) bool { return from.Scheme == "https" && to.Scheme != "https" }

// hops returns last and the requests before it in the redirect chain, in order.
func hops(last *http.Request) []*http.Request {
	if last.Response == nil || last.Response.Request == nil {
		return []*http.Request{last}
	}
	return append(hops(last.Response.Request), last)
}

func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}
