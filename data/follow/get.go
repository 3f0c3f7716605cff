package follow

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/data/feed"
	"segue/outbound"
)

// accept prefers the media types of feeds. It accepts all others, because many servers
// send feeds with a wrong type.
const accept = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"

// requestTimeout limits one request with all attempts of the client. The largest feeds
// take half a minute on a slow connection.
const requestTimeout = 3 * time.Minute

// target is a resource to request.
type target struct {
	address, accept    string
	etag, lastModified string
}

// download is the response of a server with its whole body.
type download struct {
	status int
	// url is the address after all redirects.
	url *url.URL
	// moved is the address for future requests; see [outbound.Moved].
	moved *url.URL
	// leftHTTPS is set if a redirect led from https to http.
	leftHTTPS   bool
	body        []byte
	contentType string
	// etag and lastModified are the validators of the response.
	etag, lastModified string
	// fresh is the max-age of the response, 0 if there is none.
	fresh time.Duration
}

// failure is the error of a request without a usable response. It matches
// [data.ErrBadFeed].
type failure struct {
	// text describes the error and how to fix it.
	text string
	// cause may be nil.
	cause error
	// status is the HTTP status, 0 if the server did not respond.
	status int
	// permanent is true if the status applies to the requested address. It is false if
	// the status applies to the target of a temporary redirect.
	permanent bool
	// after is the wait that the server requests with Retry-After.
	after time.Duration
}

func (e *failure) Error() string {
	if e.cause != nil {
		return e.text + ": " + e.cause.Error()
	}
	return e.text
}

func (e *failure) Unwrap() error { return e.cause }

// Is reports whether target is [data.ErrBadFeed]: every failure matches it.
func (e *failure) Is(target error) bool { return target == data.ErrBadFeed }

// get requests a target. It waits while another request to the host is in progress. The
// status is 200, or 304 if the target has validators. Any other result is a [*failure],
// or the error of the context.
func (f *Follower) get(ctx context.Context, t target) (download, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.address, nil)
	if err != nil {
		return download{}, &failure{text: fmt.Sprintf("invalid address %q", t.address), cause: err}
	}
	request.Header.Set("Accept", t.accept)
	setUnlessEmpty(request.Header, "If-None-Match", t.etag)
	setUnlessEmpty(request.Header, "If-Modified-Since", t.lastModified)
	_, release, err := f.hosts.acquire(ctx, strings.ToLower(request.URL.Host))
	if err != nil {
		return download{}, err
	}
	defer release()
	limited, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	response, err := f.client.Do(request.WithContext(limited))
	if err != nil {
		return download{}, unreachable(ctx, request.URL, err)
	}
	defer response.Body.Close()
	return f.readResponse(ctx, t, response)
}

// readResponse reads the body of a response with status 200.
func (f *Follower) readResponse(ctx context.Context, t target, response *http.Response) (download, error) {
	d := download{status: response.StatusCode, url: response.Request.URL, leftHTTPS: outbound.LeftHTTPS(response), contentType: response.Header.Get("Content-Type"),
		etag: response.Header.Get("ETag"), lastModified: response.Header.Get("Last-Modified"), fresh: maxAge(response.Header)}
	d.moved, _ = outbound.Moved(response)
	switch {
	case d.status == http.StatusNotModified && t.etag+t.lastModified != "":
		return d, nil
	case d.status != http.StatusOK:
		return d, &failure{text: statusText(d), status: d.status, permanent: d.moved.String() == d.url.String(), after: f.retryAfter(response)}
	}
	var err error
	if d.body, err = io.ReadAll(io.LimitReader(response.Body, feed.MaxBody+1)); err != nil {
		return d, unreachable(ctx, d.url, err)
	}
	return d, nil
}

// unreachable returns the error of a request that failed. It removes the client's
// copy of the address, which may contain a password.
func unreachable(ctx context.Context, u *url.URL, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if inner := (*url.Error)(nil); errors.As(err, &inner) {
		err = inner.Err
	}
	return &failure{text: "cannot fetch " + u.Redacted(), cause: err}
}

func setUnlessEmpty(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// statusText describes a status other than 200, with advice for the owner.
func statusText(d download) string {
	advice := "try again later"
	switch d.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		advice = "it requires a login or blocks programs; ask the publisher for a public address"
	case http.StatusNotFound:
		advice = "check the address, or look for a new one on the show's website"
	case http.StatusGone:
		advice = "the publisher has ended the feed"
	case http.StatusTooManyRequests:
		advice = "too many requests; the next one follows later"
	}
	return fmt.Sprintf("%s returned %d %s; %s", d.url.Redacted(), d.status, http.StatusText(d.status), advice)
}

// maxAge returns the max-age of Cache-Control, or 0.
func maxAge(h http.Header) time.Duration {
	for part := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
			return time.Duration(seconds) * time.Second
		}
	}
	return 0
}

// retryAfter returns the Retry-After of a response with status 429 or 503, or 0.
func (f *Follower) retryAfter(response *http.Response) time.Duration {
	if response.StatusCode != http.StatusTooManyRequests && response.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	return outbound.RetryAfter(response.Header, f.now())
}

func digestOf(body []byte) []byte {
	sum := sha256.Sum256(body)
	return sum[:]
}
