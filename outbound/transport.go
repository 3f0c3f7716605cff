package outbound

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	// connectTimeout is how long a host may take to accept a connection, and to
	// agree on TLS; the default of three attempts for a lost packet fits in.
	connectTimeout = 10 * time.Second
	// idleTimeout keeps a connection for the next page of a feed, and frees it before
	// most servers close theirs.
	idleTimeout = 60 * time.Second
	// maxIdle bounds the connections that wait for another request.
	maxIdle = 64
	// maxHeaderBytes is several times what large servers accept themselves.
	maxHeaderBytes = 256 << 10
	// pingAfter and pingTimeout find an HTTP/2 connection that died silently before
	// further attempts are sent into it.
	pingAfter, pingTimeout = 10 * time.Second, 5 * time.Second
)

// newTransport returns the transport below a path. It asks refuse about every
// address that is connected to, unless policy allows all.
func newTransport(policy Policy, refuse func(netip.Addr) string) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		DisableCompression:     true, // decompress does it, with limits
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
		IdleConnTimeout:        idleTimeout,
		MaxConnsPerHost:        2 * policy.PerHost, // one that is being closed counts, too
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    policy.PerHost,
		MaxResponseHeaderBytes: maxHeaderBytes,
		TLSHandshakeTimeout:    connectTimeout,
	}
	if policy.AllowPrivate {
		transport.Proxy = proxy
		return transport
	}
	dialer.ControlContext = guard(refuse)
	transport.DialContext = guarded(dialer)
	return transport
}

// guard is called with every address between its resolution and the connection, so
// nothing can change in between. Ports are free: what a public host offers at
// any of them it offers to everybody.
func guard(refuse func(netip.Addr) string) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return &PrivateAddressError{Kind: "no IP address"}
		}
		if kind := refuse(at.Addr()); kind != "" {
			return &PrivateAddressError{Address: at.Addr(), Kind: kind}
		}
		return nil
	}
}

// guarded dials with dialer and adds the host to what its guard says.
func guarded(dialer *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if refused, ok := errors.AsType[*PrivateAddressError](err); ok {
			host, _, _ := net.SplitHostPort(address)
			return nil, &PrivateAddressError{Host: host, Address: refused.Address, Kind: refused.Kind}
		}
		return conn, err
	}
}

// proxy is that of the environment. Its error would repeat the proxy's address,
// which may hold a password.
func proxy(request *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(request)
	if err != nil {
		return nil, ErrProxy
	}
	return u, nil
}
