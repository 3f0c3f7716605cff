package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"
)

// Errors of a request, to be told apart by [errors.Is]. An [Error] is none of them.
var (
	// ErrPrivateAddress says that a host is not one of the internet.
	ErrPrivateAddress = errors.New("private address refused")
	// ErrTooLarge says that an answer has more bytes than [Policy.MaxBody].
	ErrTooLarge = errors.New("answer too large")
	// ErrOpen says that a host is left alone, because it failed too often.
	ErrOpen = errors.New("host left alone")
	// ErrOverBudget says that [Policy.PerMinute] leaves no time before the deadline.
	ErrOverBudget = errors.New("too many requests for the time that is left")
	// ErrAddress says that a URL is not one to ask: another scheme, no host, a user
	// name or password, or a redirect to what is no URL.
	ErrAddress = errors.New("unusable address")
	// ErrRedirects says that redirects lead on and on.
	ErrRedirects = errors.New("too many redirects")
	// ErrProxy says that the environment names a proxy that is no URL.
	ErrProxy = errors.New("HTTP_PROXY or HTTPS_PROXY is not a URL; write it like http://proxy.example:3128")
)

// PrivateAddressError is an [ErrPrivateAddress]. The same request will not succeed.
type PrivateAddressError struct {
	Host    string     // as the URL names it
	Address netip.Addr // what its name resolves to
	Kind    string     // what the address is, such as "loopback" or "private"
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("%v: %s is at %s (%s), which is not on the internet; --allow-private-feeds lets feeds be there",
		ErrPrivateAddress, e.Host, e.Address, e.Kind)
}

// Is makes it an [ErrPrivateAddress].
func (e *PrivateAddressError) Is(target error) bool { return target == ErrPrivateAddress }

// Temporary is false.
func (e *PrivateAddressError) Temporary() bool { return false }

// TooLargeError is an [ErrTooLarge]. The same request will not succeed.
type TooLargeError struct {
	Host  string
	Limit int64 // in bytes, decompressed
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%v: %s sends more than %d bytes", ErrTooLarge, e.Host, e.Limit)
}

// Is makes it an [ErrTooLarge].
func (e *TooLargeError) Is(target error) bool { return target == ErrTooLarge }

// Temporary is false.
func (e *TooLargeError) Temporary() bool { return false }

// BreakerError is an [ErrOpen]. Nothing was sent.
type BreakerError struct {
	Host  string
	After time.Duration // until the host is tried again
}

func (e *BreakerError) Error() string {
	return fmt.Sprintf("%v: %s failed too often in a row, and is tried again in %s", ErrOpen, e.Host, e.After.Round(time.Second))
}

// Is makes it an [ErrOpen].
func (e *BreakerError) Is(target error) bool { return target == ErrOpen }

// Temporary is true.
func (e *BreakerError) Temporary() bool { return true }

// RetryAfter is After.
func (e *BreakerError) RetryAfter() time.Duration { return e.After }

// BudgetError is an [ErrOverBudget]. Nothing was sent.
type BudgetError struct {
	PerMinute int
	Wait      time.Duration // until the request's turn
}

func (e *BudgetError) Error() string {
	return fmt.Sprintf("%v: the turn comes in %s at %d requests a minute", ErrOverBudget, e.Wait.Round(time.Second), e.PerMinute)
}

// Is makes it an [ErrOverBudget].
func (e *BudgetError) Is(target error) bool { return target == ErrOverBudget }

// Temporary is true.
func (e *BudgetError) Temporary() bool { return true }

// RetryAfter is Wait.
func (e *BudgetError) RetryAfter() time.Duration { return e.Wait }

// Strip returns err without the address that net/http puts before it, which may
// hold a secret in its path or query; what remains names the host.
func Strip(err error) error {
	if request, ok := errors.AsType[*url.Error](err); ok {
		return request.Err
	}
	return err
}
