package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFailureOfClassifiesErrors(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		name      string
		err       error
		failure   Failure
		temporary bool
	}{
		{"a refused connection", dial(syscall.ECONNREFUSED), Disconnected, true},
		{"a connection that is reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, Disconnected, true},
		{"a host that does not exist", dial(&net.DNSError{Err: "no such host", Name: "nobody.example", IsNotFound: true}), Unresolved, false},
		{"a name server that fails", dial(&net.DNSError{Err: "server misbehaving", Name: "feeds.example", IsTemporary: true}), Unresolved, true},
		{"a name server that is silent", dial(&net.DNSError{Err: "i/o timeout", Name: "feeds.example", IsTimeout: true}), Unresolved, true},
		{"a host that is silent", dial(syscall.ETIMEDOUT), TimedOut, true},
		{"a response that takes too long", &timeoutError{}, TimedOut, true},
		{"a corrupt response", &corruptError{io.ErrUnexpectedEOF}, Corrupt, true},
		{"a caller who cancels", context.Canceled, Cancelled, false},
		{"the caller's deadline", context.DeadlineExceeded, Cancelled, false},
		{"a host without TLS", http.ErrSchemeMismatch, Untrusted, false},
		{"a private address", dial(&PrivateAddressError{}), Refused, false},
		{"a bad address", fmt.Errorf("%w: bad", ErrAddress), Refused, false},
		{"a bad proxy", ErrProxy, Refused, false},
		{"a response that is too large", &TooLargeError{}, TooLarge, false},
		{"an unknown compression", errUnreadable, UnknownCompression, false},
		{"a body that cannot be read again", &bodyReadError{io.ErrUnexpectedEOF}, BodyUnreadable, false},
		{"an open breaker", &BreakerError{}, BreakerOpen, false},
		{"the limit per minute", &RateError{}, RateExceeded, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := failureOf(tt.err); got != tt.failure || temporary(tt.err) != tt.temporary {
				t.Fatalf("got %q, %t", got, temporary(tt.err))
			}
		})
	}
}

func TestURLErrorReportsTemporaryAndTimeout(t *testing.T) {
	for _, tt := range []struct {
		name    string
		err     error
		may     bool
		timeout bool
	}{
		{"a lost connection", &Error{Err: io.EOF, Failure: Disconnected}, true, false},
		{"an attempt that timed out", &Error{Err: &timeoutError{}, Failure: TimedOut}, true, true},
		{"a deadline", &Error{Err: context.DeadlineExceeded, Failure: Cancelled}, true, true},
		{"a cancelled request", &Error{Err: context.Canceled, Failure: Cancelled}, false, false},
		{"an open breaker", &BreakerError{}, true, false},
		{"the limit per minute", &RateError{}, true, false},
		{"a private address", &PrivateAddressError{}, false, false},
		{"a response that is too large", &TooLargeError{}, false, false},
		{"a bad address", ErrAddress, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrapped := &url.Error{Op: "Get", URL: "http://feeds.example/", Err: tt.err}
			if wrapped.Temporary() != tt.may || wrapped.Timeout() != tt.timeout {
				t.Fatalf("got %t, %t", wrapped.Temporary(), wrapped.Timeout())
			}
		})
	}
}

func TestStripRemovesSecretsOfTheURL(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	leads := httptest.NewServer(http.RedirectHandler(closed.URL+"/secret?secret", http.StatusFound))
	defer leads.Close()
	circle := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/secret?secret="+r.FormValue("n")+"1", http.StatusFound)
	}))
	defer circle.Close()
	client := New(testPolicy())
	defer client.CloseIdleConnections()
	for _, from := range []string{
		closed.URL + "/secret?key=secret#secret",
		leads.URL + "/secret",
		circle.URL + "/secret",
		"http://secret:secret@" + address(t, leads).Host,
		"secret://" + address(t, leads).Host + "/secret",
	} {
		_, err := client.Get(from)
		if err == nil {
			t.Fatalf("%s gave no error", from)
		}
		if stripped := Strip(fmt.Errorf("feed: %w", err)); strings.Contains(stripped.Error(), "secret") {
			t.Errorf("%v holds a secret", stripped)
		}
	}
	if err := errors.New("other"); Strip(err) != err || Strip(nil) != nil {
		t.Error("another error is changed")
	}
}

func TestErrorTextIsPrintableAndShort(t *testing.T) {
	for _, tt := range []struct{ name, said, want string }{
		{"a line", "no such host", "no such host"},
		{"colours and breaks", "\x1b[31mno\nsuch\thost\u2028", " [31mno such host "},
		{"a long text", strings.Repeat("ä", 101), strings.Repeat("ä", 100) + "…"},
		{"a long text that is cut within a letter", "x" + strings.Repeat("ä", 100), "x" + strings.Repeat("ä", 99) + "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff("feeds.example: "+tt.want, (&Error{Host: "feeds.example", Err: errors.New(tt.said)}).Error()); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUntrustedHostsAreNotRetried(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(okHandler))
	secure.Config.ErrorLog = discard
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewUnstartedServer(http.HandlerFunc(okHandler))
	plain.Config.ErrorLog = discard
	plain.Start()
	defer plain.Close()
	for name, from := range map[string]string{
		"a self-signed certificate": secure.URL,
		"a host without TLS":        strings.Replace(plain.URL, "http:", "https:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			client := New(testPolicy())
			defer client.CloseIdleConnections()
			_, err := get(t.Context(), client, from)
			failed, ok := errors.AsType[*Error](err)
			if !ok || failed.Failure != Untrusted || failed.Temporary() || failed.Attempts != 1 {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestHTTP2ResponsesAreDecompressed(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		w.Write(compress([]byte(r.Proto), "zstd"))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	client := New(testPolicy())
	defer client.CloseIdleConnections()
	client.Transport.(*policyTransport).next.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	got, err := get(t.Context(), client, server.URL)
	if diff := cmp.Diff(result{Status: 200, Body: "HTTP/2.0"}, got); diff != "" {
		t.Fatalf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestEveryRequestSucceedsWithAFlakyHostOverTCP(t *testing.T) {
	const requests, most = 200, 300 // about 250 are expected
	var calls, served atomic.Int64
	quickFaults := []http.HandlerFunc{faults[0], faults[3], faults[6], faults[7], faults[8], faults[9]}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := calls.Add(1); n%5 == 0 {
			quickFaults[n/5%int64(len(quickFaults))](w, r)
			return
		}
		served.Add(1)
		okHandler(w, r)
	}))
	defer server.Close()
	policy := testPolicy()
	policy.Attempts, policy.PerHost = 20, 8
	client := New(policy)
	defer client.CloseIdleConnections()
	var all sync.WaitGroup
	for i := range requests {
		all.Go(func() {
			request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, nil)
			request.Body, request.GetBody = bodyOf(i)
			if got, err := do(client, request); got.Status != 200 || got.Body != "fine" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	all.Wait()
	if served.Load() != requests || calls.Load() > most {
		t.Fatalf("%d of %d calls were served", served.Load(), calls.Load())
	}
}
