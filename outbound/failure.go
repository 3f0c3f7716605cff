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

// Failure names why an attempt brought no answer.
type Failure string

// The failures, with whether another attempt may help.
const (
	Cancelled    Failure = "cancelled"    // the caller's context ended: no
	TimedOut     Failure = "timed out"    // no whole answer within AttemptTimeout: yes
	Unresolved   Failure = "unresolved"   // no address for the host: only where the name server failed
	Disconnected Failure = "disconnected" // no connection, or it broke: yes
	Untrusted    Failure = "untrusted"    // no certificate for the host, or no TLS at all: no
	Garbled      Failure = "garbled"      // the answer was cut short or garbled: yes
	Unreadable   Failure = "unreadable"   // compressed in an unknown way: no
	Oversized    Failure = "oversized"    // a [TooLargeError]: no
	Refused      Failure = "refused"      // a [PrivateAddressError], [ErrAddress] or [ErrProxy]: no
	Unsent       Failure = "unsent"       // the request's body could not be read: no
	Withheld     Failure = "withheld"     // a [BreakerError]: later
	OverBudget   Failure = "over budget"  // a [BudgetError]: later
)

// Error says why a request got no answer.
type Error struct {
	Host     string
	Attempts int // that were made
	Failure  Failure
	Err      error // of the last
}

func (e *Error) Error() string {
	if e.Attempts > 1 {
		return fmt.Sprintf("%s: %s (%d attempts)", e.Host, text(e.Err), e.Attempts)
	}
	return fmt.Sprintf("%s: %s", e.Host, text(e.Err))
}

// Unwrap returns what the network or the context said.
func (e *Error) Unwrap() error { return e.Err }

// Timeout reports whether time ran out, of the request or of its last attempt.
func (e *Error) Timeout() bool {
	return e.Failure == TimedOut || e.Err == context.DeadlineExceeded
}

// Temporary reports whether the same request may succeed later.
func (e *Error) Temporary() bool { return temporary(e.Err) || e.Timeout() }

// explain gives err the host and the number of attempts, unless it says enough.
func (c *call) explain(err error) error {
	switch failureOf(err) {
	case Oversized, Refused, Withheld, OverBudget:
		return err
	}
	return &Error{Host: c.host.name, Attempts: c.attempts, Failure: failureOf(err), Err: err}
}

// failureOf names err.
func failureOf(err error) Failure {
	for _, known := range failures {
		if known.is(err) {
			return known.failure
		}
	}
	return Disconnected
}

var failures = []struct {
	failure Failure
	is      func(error) bool
}{
	{Refused, anyOf(ErrPrivateAddress, ErrAddress, ErrProxy)},
	{Oversized, anyOf(ErrTooLarge)},
	{Withheld, anyOf(ErrOpen)},
	{OverBudget, anyOf(ErrOverBudget)},
	{Unreadable, anyOf(errUnreadable)},
	{Unsent, as[*sendError]},
	{TimedOut, as[*lateError]},
	{Cancelled, func(err error) bool { return err == context.Canceled || err == context.DeadlineExceeded }}, // a dialer's timeout wraps one, too
	{Garbled, as[*garbledError]},
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

// temporary reports whether another attempt may succeed where one ended with err.
func temporary(err error) bool {
	switch failureOf(err) {
	case TimedOut, Disconnected, Garbled:
		return true
	case Unresolved:
		dns, _ := errors.AsType[*net.DNSError](err)
		return !dns.IsNotFound
	}
	return false
}

// lateError says that an attempt took too long.
type lateError struct{ limit time.Duration }

func (e *lateError) Error() string { return fmt.Sprintf("no whole answer within %s", e.limit) }

// Timeout is true.
func (e *lateError) Timeout() bool { return true }

// sendError says that the body of a request could not be had again.
type sendError struct{ cause error }

func (e *sendError) Error() string { return "the request could not be read: " + text(e.cause) }
func (e *sendError) Unwrap() error { return e.cause }

// maxText is what an error quotes of what a host may have written: a line.
const maxText = 200

// text is what err says, fit to be printed.
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
