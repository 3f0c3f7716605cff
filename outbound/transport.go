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
	// connectTimeout limits the TCP connection and the TLS handshake. It is long enough
	// for three retransmissions of a lost packet.
	connectTimeout = 10 * time.Second
	// idleTimeout keeps a connection open for the next page of a feed. It is shorter than
	// the timeout of most servers.
	idleTimeout = 60 * time.Second
	// maxIdle limits the number of idle connections.
	maxIdle = 64
	// maxHeaderBytes is several times the limit that large servers have for requests.
	maxHeaderBytes = 256 << 10
	// pingAfter and pingTimeout detect a dead HTTP/2 connection before further attempts
	// use it.
	pingAfter, pingTimeout = 10 * time.Second, 5 * time.Second
)

// newTransport returns the transport that makes the connections. Unless policy allows
// private addresses, it calls refuse with each address before it connects; refuse returns
// a reason, or "" to allow the address.
func newTransport(policy Policy, refuse func(netip.Addr) string) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		DisableCompression:     true, // readWhole decompresses, with limits
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
		IdleConnTimeout:        idleTimeout,
		MaxConnsPerHost:        2 * policy.PerHost, // connections that are being closed count too
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    policy.PerHost,
		MaxResponseHeaderBytes: maxHeaderBytes,
		TLSHandshakeTimeout:    connectTimeout,
	}
	if policy.AllowPrivate {
		transport.Proxy = proxy
		return transport
	}
	dialer.ControlContext = refuseDial(refuse)
	transport.DialContext = guardedDial(dialer)
	return transport
}

// refuseDial returns a dialer's control function. It is called with each address after
// the name is resolved and before the connection, so the address cannot change in
// between. All ports are allowed: a public host offers them to the whole internet anyway.
func refuseDial(refuse func(netip.Addr) string) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return &PrivateAddressError{Kind: "not an IP address"}
		}
		if kind := refuse(at.Addr()); kind != "" {
			return &PrivateAddressError{Address: at.Addr(), Kind: kind}
		}
		return nil
	}
}

// guardedDial dials with dialer and adds the host to a PrivateAddressError.
func guardedDial(dialer *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if refused, ok := errors.AsType[*PrivateAddressError](err); ok {
			host, _, _ := net.SplitHostPort(address)
			return nil, &PrivateAddressError{Host: host, Address: refused.Address, Kind: refused.Kind}
		}
		return conn, err
	}
}

// proxy returns the proxy that the environment names. Its error does not contain the
// proxy's address, which may contain a password.
func proxy(request *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(request)
	if err != nil {
		return nil, ErrProxy
	}
	return u, nil
}
