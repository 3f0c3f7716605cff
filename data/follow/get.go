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

// accept prefers what feeds are, and takes what servers call them.
const accept = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"

// requestTimeout bounds one request with all attempts of the client: the largest feeds take
// half a minute on a slow line.
const requestTimeout = 3 * time.Minute

// target is a resource that is requested.
type target struct {
	address, accept    string
	etag, lastModified string
}

// answer is the response of a server with its whole body.
type answer struct {
	status int
	// url is the address after all redirects.
	url *url.URL
	// moved is the address for future requests, by [outbound.Moved].
	moved *url.URL
	// leftHTTPS is set if a redirect led from https to http.
	leftHTTPS   bool
	body        []byte
	contentType string
	// etag and lastModified name this state of the feed.
	etag, lastModified string
	// fresh is how long the server says that nothing changes, 0 where it does not.
	fresh time.Duration
}

// failure says why asking for an address gave nothing. It is [data.ErrBadFeed].
type failure struct {
	// text says what was wrong and how to correct it.
	text string
	// cause may be nil.
	cause error
	// status is that of the server, 0 where it did not answer.
	status int
	// permanent is set if the status is about the address that was asked for, and not
	// about one that a temporary redirect led to.
	permanent bool
	// after is how long the server asks the client to wait.
	after time.Duration
}

func (e *failure) Error() string {
	if e.cause != nil {
		return e.text + ": " + e.cause.Error()
	}
	return e.text
}

func (e *failure) Unwrap() error { return e.cause }

// Is reports whether target is [data.ErrBadFeed], which every failure is.
func (e *failure) Is(target error) bool { return target == data.ErrBadFeed }

// get requests a target. It waits until no other request to the host is under way. The
// status is 200, or 304 if the target has validators. Any other result is a [*failure],
// or the error of the context.
func (f *Follower) get(ctx context.Context, w target) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.address, nil)
	if err != nil {
		return answer{}, &failure{text: fmt.Sprintf("%q is no address", w.address), cause: err}
	}
	request.Header.Set("Accept", w.accept)
	setUnlessEmpty(request.Header, "If-None-Match", w.etag)
	setUnlessEmpty(request.Header, "If-Modified-Since", w.lastModified)
	_, release, err := f.hosts.acquire(ctx, strings.ToLower(request.URL.Host))
	if err != nil {
		return answer{}, err
	}
	defer release()
	limited, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	response, err := f.client.Do(request.WithContext(limited))
	if err != nil {
		return answer{}, unreachable(ctx, request.URL, err)
	}
	defer response.Body.Close()
	return f.answer(ctx, w, response)
}

func (f *Follower) answer(ctx context.Context, w target, response *http.Response) (answer, error) {
	a := answer{status: response.StatusCode, url: response.Request.URL, leftHTTPS: outbound.LeftHTTPS(response), contentType: response.Header.Get("Content-Type"),
		etag: response.Header.Get("ETag"), lastModified: response.Header.Get("Last-Modified"), fresh: maxAge(response.Header)}
	a.moved, _ = outbound.Moved(response)
	switch {
	case a.status == http.StatusNotModified && w.etag+w.lastModified != "":
		return a, nil
	case a.status != http.StatusOK:
		return a, &failure{text: refusal(a), status: a.status, permanent: a.moved.String() == a.url.String(), after: f.retryAfter(response)}
	}
	var err error
	if a.body, err = io.ReadAll(io.LimitReader(response.Body, feed.MaxBody+1)); err != nil {
		return a, unreachable(ctx, a.url, err)
	}
	return a, nil
}

// unreachable leaves out the address that the client puts into its errors, with any
// password in it.
func unreachable(ctx context.Context, u *url.URL, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if inner := (*url.Error)(nil); errors.As(err, &inner) {
		err = inner.Err
	}
	return &failure{text: u.Redacted() + " could not be fetched", cause: err}
}

func setUnlessEmpty(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// refusal says in words what a status means for an owner.
func refusal(a answer) string {
	advice := "try again later"
	switch a.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		advice = "it wants a login, or does not serve programs: ask the publisher for an address that needs none"
	case http.StatusNotFound:
		advice = "check the address, or look for the feed's new one on the show's page"
	case http.StatusGone:
		advice = "the publisher has ended it for good"
	case http.StatusTooManyRequests:
		advice = "it was asked too often, and is left alone for a while"
	}
	return fmt.Sprintf("%s answers %d %s: %s", a.url.Redacted(), a.status, http.StatusText(a.status), advice)
}

// maxAge is how long Cache-Control says that an answer stays right.
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

// retryAfter returns how long an overloaded or closed server asks the client to wait.
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
