package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"
)

// Errors of a request, for [errors.Is]. An [Error] wraps none of them.
var (
	// ErrPrivateAddress is returned if a host has a private or special address.
	ErrPrivateAddress = errors.New("private address refused")
	// ErrTooLarge is returned if a response has more bytes than [Policy.MaxBody].
	ErrTooLarge = errors.New("response too large")
	// ErrBreakerOpen is returned while the circuit breaker of a host is open.
	ErrBreakerOpen = errors.New("host paused after failures")
	// ErrRateExceeded is returned if [Policy.PerMinute] does not allow a request before its
	// deadline.
	ErrRateExceeded = errors.New("request limit reached")
	// ErrAddress is returned for a URL with another scheme than http and https, without a
	// host, or with a user name or password, and for a redirect to an invalid URL.
	ErrAddress = errors.New("unusable address")
	// ErrRedirects is returned if a chain of redirects is too long.
	ErrRedirects = errors.New("too many redirects")
	// ErrProxy is returned if a proxy in the environment is not a URL.
	ErrProxy = errors.New("HTTP_PROXY or HTTPS_PROXY is not a URL; write it like http://proxy.example:3128")
)

// PrivateAddressError is an [ErrPrivateAddress]. The same request will not succeed.
type PrivateAddressError struct {
	Host    string     // from the URL
	Address netip.Addr // of the host
	Kind    string     // of the address, such as "loopback" or "private"
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("%v: %s has address %s (%s), which is not on the internet; set --allow-private-feeds to allow it",
		ErrPrivateAddress, e.Host, e.Address, e.Kind)
}

// Is makes the error match [ErrPrivateAddress].
func (e *PrivateAddressError) Is(target error) bool { return target == ErrPrivateAddress }

// Temporary returns false.
func (e *PrivateAddressError) Temporary() bool { return false }

// TooLargeError is an [ErrTooLarge]. The same request will not succeed.
type TooLargeError struct {
	Host  string
	Limit int64 // in bytes, decompressed
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%v: %s sent more than %d bytes", ErrTooLarge, e.Host, e.Limit)
}

// Is makes the error match [ErrTooLarge].
func (e *TooLargeError) Is(target error) bool { return target == ErrTooLarge }

// Temporary returns false.
func (e *TooLargeError) Temporary() bool { return false }

// BreakerError is an [ErrBreakerOpen]. No request was sent.
type BreakerError struct {
	Host  string
	After time.Duration // until the next attempt is allowed
}

func (e *BreakerError) Error() string {
	return fmt.Sprintf("%v: %s failed several times in a row; next attempt in %s", ErrBreakerOpen, e.Host, e.After.Round(time.Second))
}

// Is makes the error match [ErrBreakerOpen].
func (e *BreakerError) Is(target error) bool { return target == ErrBreakerOpen }

// Temporary returns true.
func (e *BreakerError) Temporary() bool { return true }

// RetryAfter returns After.
func (e *BreakerError) RetryAfter() time.Duration { return e.After }

// RateError is an [ErrRateExceeded]. No request was sent.
type RateError struct {
	PerMinute int
	Wait      time.Duration // until the request may be sent
}

func (e *RateError) Error() string {
	return fmt.Sprintf("%v: %d requests a minute; the next one may be sent in %s, after the deadline", ErrRateExceeded, e.PerMinute, e.Wait.Round(time.Second))
}

// Is makes the error match [ErrRateExceeded].
func (e *RateError) Is(target error) bool { return target == ErrRateExceeded }

// Temporary returns true.
func (e *RateError) Temporary() bool { return true }

// RetryAfter returns Wait.
func (e *RateError) RetryAfter() time.Duration { return e.Wait }

// Strip returns err without the address that net/http adds, which may contain a secret in
// its path or query. The rest of the error names the host.
func Strip(err error) error {
	if request, ok := errors.AsType[*url.Error](err); ok {
		return request.Err
	}
	return err
}
