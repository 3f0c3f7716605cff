package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Failure is the reason why an attempt got no response.
type Failure string

// The failures. The end of each comment says whether another attempt may succeed.
const (
	Cancelled          Failure = "cancelled"           // the caller's context ended: no
	TimedOut           Failure = "timed out"           // no complete response within AttemptTimeout: yes
	Unresolved         Failure = "unresolved"          // no address for the host: yes if the name server failed
	Disconnected       Failure = "disconnected"        // no connection, or it was lost: yes
	Untrusted          Failure = "untrusted"           // no valid certificate, or no TLS: no
	Corrupt            Failure = "corrupt"             // the response was truncated or corrupt: yes
	UnknownCompression Failure = "unknown compression" // unsupported compression: no
	TooLarge           Failure = "too large"           // a [TooLargeError]: no
	Refused            Failure = "refused"             // a [PrivateAddressError], [ErrAddress] or [ErrProxy]: no
	BodyUnreadable     Failure = "body unreadable"     // the request's body could not be read: no
	BreakerOpen        Failure = "breaker open"        // a [BreakerError]: later
	RateExceeded       Failure = "rate exceeded"       // a [RateError]: later
)

// Error is returned if a request got no response.
type Error struct {
	Host     string
	Attempts int // number of attempts
	Failure  Failure
	Err      error // of the last attempt
}

func (e *Error) Error() string {
	if e.Attempts > 1 {
		return fmt.Sprintf("%s: %s (%d attempts)", e.Host, text(e.Err), e.Attempts)
	}
	return fmt.Sprintf("%s: %s", e.Host, text(e.Err))
}

// Unwrap returns the error of the network or the context.
func (e *Error) Unwrap() error { return e.Err }

// Timeout reports whether the request or its last attempt timed out.
func (e *Error) Timeout() bool {
	return e.Failure == TimedOut || e.Err == context.DeadlineExceeded
}

// Temporary reports whether the same request may succeed later.
func (e *Error) Temporary() bool { return temporary(e.Err) || e.Timeout() }

// explain adds the host and the number of attempts to err, unless err names the host.
func (c *call) explain(err error) error {
	switch failureOf(err) {
	case TooLarge, Refused, BreakerOpen, RateExceeded:
		return err
	}
	return &Error{Host: c.host.name, Attempts: c.attempts, Failure: failureOf(err), Err: err}
}

// failureOf returns the Failure of err.
func failureOf(err error) Failure {
	for _, f := range failures {
		if f.is(err) {
			return f.failure
		}
	}
	return Disconnected
}

// failures are checked in this order, because an error can match several.
var failures = []struct {
	failure Failure
	is      func(error) bool
}{
	{Refused, anyOf(ErrPrivateAddress, ErrAddress, ErrProxy)},
	{TooLarge, anyOf(ErrTooLarge)},
	{BreakerOpen, anyOf(ErrBreakerOpen)},
	{RateExceeded, anyOf(ErrRateExceeded)},
	{UnknownCompression, anyOf(errUnreadable)},
	{BodyUnreadable, as[*bodyReadError]},
	{TimedOut, as[*timeoutError]},
	{Cancelled, func(err error) bool { return err == context.Canceled || err == context.DeadlineExceeded }}, // a dialer's timeout wraps one too
	{Corrupt, as[*corruptError]},
	{Unresolved, as[*net.DNSError]},
	{Untrusted, func(err error) bool {
		return as[*tls.CertificateVerificationError](err) || as[tls.RecordHeaderError](err) || errors.Is(err, http.ErrSchemeMismatch)
	}},
	{TimedOut, func(err error) bool { // of the connection
		network, ok := errors.AsType[net.Error](err)
		return ok && network.Timeout()
	}},
}

func anyOf(targets ...error) func(error) bool {
	return func(err error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
}

func as[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// temporary reports whether another attempt may succeed after err.
func temporary(err error) bool {
	switch failureOf(err) {
	case TimedOut, Disconnected, Corrupt:
		return true
	case Unresolved:
		dns, _ := errors.AsType[*net.DNSError](err)
		return !dns.IsNotFound
	}
	return false
}

// timeoutError is returned if an attempt took longer than limit.
type timeoutError struct{ limit time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("no complete response within %s", e.limit) }

// Timeout returns true.
func (e *timeoutError) Timeout() bool { return true }

// bodyReadError is returned if the body of a request could not be read again.
type bodyReadError struct{ cause error }

func (e *bodyReadError) Error() string { return "cannot read the request body: " + text(e.cause) }
func (e *bodyReadError) Unwrap() error { return e.cause }

// maxText is the maximum number of bytes of foreign text in an error: about a line.
const maxText = 200

// text returns the message of err, printable and at most maxText bytes long.
func text(err error) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, err.Error())
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return s
}
