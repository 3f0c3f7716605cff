package outbound

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// wire is a network in memory. Both sides use HTTP of net/http, with the time of a
// synctest bubble.
type wire struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newWire() *wire {
	return &wire{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (w *wire) Accept() (net.Conn, error) {
	select {
	case conn := <-w.conns:
		return conn, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

func (w *wire) Close() error {
	w.once.Do(func() { close(w.closed) })
	return nil
}

func (w *wire) Addr() net.Addr { return &net.TCPAddr{} }

func (w *wire) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case w.conns <- there:
		return here, nil
	case <-w.closed:
		return nil, &net.OpError{Op: "dial", Net: "wire", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// newTestClient returns a client with policy that sends all requests to handler.
func newTestClient(t *testing.T, policy Policy, handler http.HandlerFunc) *http.Client {
	t.Helper()
	w := newWire()
	server := &http.Server{Handler: handler}
	go server.Serve(w)
	policy = policy.withDefaults()
	transport := newTransport(policy, specialUse)
	transport.DialContext, transport.Proxy = w.dial, nil
	client := newClient(policy, transport)
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
	})
	return client
}

// result is the result of a request.
type result struct {
	Status int
	Body   string
	Err    string
}

// get requests a URL and reads the response.
func get(ctx context.Context, client *http.Client, url string) (result, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return result{}, err
	}
	return do(client, request)
}

func do(client *http.Client, request *http.Request) (result, error) {
	response, err := client.Do(request)
	if err != nil {
		return result{Err: Strip(err).Error()}, Strip(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return result{Status: response.StatusCode, Body: string(body)}, err
}

// testPolicy returns a policy with short waits, for tests on the real clock.
func testPolicy() Policy {
	return Policy{Attempts: 3, MinBackoff: time.Microsecond, MaxBackoff: time.Microsecond, AttemptTimeout: 3 * time.Minute, AllowPrivate: true}
}

// hijack writes text to the connection of a response and closes it.
func hijack(w http.ResponseWriter, text string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, text)
	conn.Close()
}

// bodyOf returns a request body with a number, and GetBody for it.
func bodyOf(i int) (io.ReadCloser, func() (io.ReadCloser, error)) {
	getBody := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(strconv.Itoa(i))), nil }
	body, _ := getBody()
	return body, getBody
}

// discard is the log of servers whose connections are expected to fail.
var discard = log.New(io.Discard, "", 0)
