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

// wire is a network in memory: real HTTP of net/http on both sides, whose time is
// that of a synctest bubble.
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

// on returns a client that follows policy and reaches handler whatever the host.
func on(t *testing.T, policy Policy, handler http.HandlerFunc) *http.Client {
	t.Helper()
	w := newWire()
	server := &http.Server{Handler: handler}
	go server.Serve(w)
	policy = policy.complete()
	transport := newTransport(policy, privacy)
	transport.DialContext, transport.Proxy = w.dial, nil
	client := newClient(policy, transport)
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
	})
	return client
}

// answer is what came of a request.
type answer struct {
	Status int
	Body   string
	Err    string
}

// get asks for a URL and reads the answer.
func get(ctx context.Context, client *http.Client, url string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	return do(client, request)
}

func do(client *http.Client, request *http.Request) (answer, error) {
	response, err := client.Do(request)
	if err != nil {
		return answer{Err: Strip(err).Error()}, Strip(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{Status: response.StatusCode, Body: string(body)}, err
}

// quick is a policy whose waits are short, for tests on the real clock.
func quick() Policy {
	return Policy{Attempts: 3, MinBackoff: time.Microsecond, MaxBackoff: time.Microsecond, AttemptTimeout: 3 * time.Minute, AllowPrivate: true}
}

// hijack takes the connection of an answer over, writes text and closes it.
func hijack(w http.ResponseWriter, text string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, text)
	conn.Close()
}

// bodyOf is a request's body that holds a number and can be sent again.
func bodyOf(i int) (io.ReadCloser, func() (io.ReadCloser, error)) {
	again := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(strconv.Itoa(i))), nil }
	body, _ := again()
	return body, again
}

// discard is for what a server would say about connections that are meant to fail.
var discard = log.New(io.Discard, "", 0)
