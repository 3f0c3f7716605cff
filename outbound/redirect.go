package outbound

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// maxRedirects is about what net/http follows, too; a chain that is longer is a
// circle.
const maxRedirects = 10

// shared are the headers that another origin may see: those that say what answer
// is wanted, and nothing about who asks.
var shared = []string{"Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "If-Modified-Since", "If-None-Match", "Range", "User-Agent"}

// checkRedirect bounds how many are followed and what they carry. No Referer is
// sent: a feed's address may be a secret of its subscriber. A redirect that would
// take a body elsewhere is handed back instead.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: %d of them, from %s to %s", ErrRedirects, maxRedirects, via[0].URL.Host, next.URL.Host)
	}
	if next.Body != nil && !sameKeeper(via[0].URL, next.URL) {
		return http.ErrUseLastResponse
	}
	next.Header.Del("Referer")
	for _, before := range via {
		if origin(before.URL) != origin(next.URL) {
			keepShared(next)
		}
	}
	return nil
}

// sameKeeper reports whether what was told from may be told to: the same host,
// and over https if it was.
func sameKeeper(from, to *url.URL) bool {
	return strings.EqualFold(from.Hostname(), to.Hostname()) && (to.Scheme == "https" || from.Scheme == "http")
}

// origin is all that decides who is asked.
func origin(u *url.URL) string { return u.Scheme + " " + hostPort(u) }

func keepShared(request *http.Request) {
	kept := http.Header{}
	for _, name := range shared {
		if values := request.Header.Values(name); len(values) > 0 {
			kept[name] = values
		}
	}
	request.Header = kept
}

// checkURL refuses an address that no request should go to. The error does not
// repeat it.
func checkURL(u *url.URL) error {
	switch {
	case u == nil || u.Hostname() == "":
		return fmt.Errorf("%w: it names no host", ErrAddress)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: %s has another scheme than http and https", ErrAddress, u.Host)
	case u.User != nil:
		return fmt.Errorf("%w: it gives %s a user name or password; leave that out", ErrAddress, u.Host)
	}
	return nil
}

// checkLocation refuses a redirect that net/http could not follow, as its error
// would repeat the address.
func checkLocation(response *http.Response) error {
	_, err := response.Location()
	if err == nil || err == http.ErrNoLocation {
		return nil
	}
	return fmt.Errorf("%w: %s redirects to something that is not a URL", ErrAddress, response.Request.URL.Host)
}

// Moved returns the address for future requests, and whether it differs from the
// address of the first request. It follows the redirects of the response as long as
// they are permanent (301, 308). A temporary redirect is for one request only. So is a
// redirect from https to http, because anyone on the way can forge what follows it.
// Save a move only if the response is a success or 304: it may lead nowhere.
//
// If nothing has moved, the URL is the one of the first request. It is nil for a
// response that no client made.
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

// LeftHTTPS reports whether a redirect of a response led from https to http. The
// response may then come from anyone on the way: it can be used this time, but it
// cannot change where requests go from now on.
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

// hops returns the requests that led to last, in their order.
func hops(last *http.Request) []*http.Request {
	if last.Response == nil || last.Response.Request == nil {
		return []*http.Request{last}
	}
	return append(hops(last.Response.Request), last)
}

func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}
