package main

import (
	"fmt"
	"net"

	"segue/cmd/segue/internal/app"
)

// serverFlags are the flags of a server. "segue config" shows their values.
type serverFlags struct {
	catalogFlags
	embedFlags
	engineFlags
	fetchFlags
	Feed []string `help:"Follow a feed, by its address or the address of a page that links to one. Can be repeated." sep:"none" placeholder:"URL"`
	Addr string   `help:"Address to listen on, or unix: and the path of a socket." default:"127.0.0.1:8080"`
	tlsFlags
	MetricsAddr    string   `help:"Address of a listener of its own for /metrics; by default /metrics is on --addr." placeholder:"ADDRESS"`
	Thumbs         bool     `help:"Serve thumbnails of the images of episodes." default:"true" negatable:""`
	PublicURL      string   `help:"Scheme and host of the address that visitors use, for absolute links." placeholder:"URL"`
	TrustedProxies []string `help:"Networks whose X-Forwarded-For is trusted; none by default." placeholder:"CIDR"`
	RateLimit      string   `help:"Maximum rate of public requests from one address, such as 60/m; none by default." placeholder:"N/UNIT"`
	KeyRateLimit   string   `help:"Maximum rate of requests with one key; none by default." placeholder:"N/UNIT"`
}

// Validate refuses an invalid address. Kong calls it.
func (f *serverFlags) Validate() error {
	if err := checkAddress("--addr", f.Addr, "127.0.0.1:8080 or :8080"); err != nil {
		return err
	}
	if f.MetricsAddr == "" {
		return nil
	}
	return checkAddress("--metrics-addr", f.MetricsAddr, "127.0.0.1:9090")
}

// listenMetrics opens the listener of the metrics. It returns nil without --metrics-addr.
func (f *serverFlags) listenMetrics(t *terminal) (net.Listener, error) {
	if f.MetricsAddr == "" {
		return nil, nil
	}
	l, err := listen(f.MetricsAddr)
	if err != nil {
		return nil, app.WithHint(err, "choose another address with --metrics-addr")
	}
	fmt.Fprintf(t.stderr, "segue: metrics on %s/metrics\n", urlOf(l, false))
	return l, nil
}
