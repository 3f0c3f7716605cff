package doctor

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"segue/embed"
	"segue/embed/openai"
)

// connectTime is the timeout for a connection, enough for another continent.
const connectTime = 5 * time.Second

// address checks the base URL.
func (x *examiner) address() Check {
	address, err := x.setup.Endpoint.Address()
	if err != nil {
		return failed(err, "set --embed-url to the base URL of the endpoint")
	}
	return ok("requests go to " + address)
}

// connection checks whether the host accepts connections.
func (x *examiner) connection() Check {
	address, err := x.setup.Endpoint.Address()
	if err != nil {
		return failed(err, "")
	}
	request, err := http.NewRequestWithContext(x.ctx, http.MethodPost, address, http.NoBody)
	if err != nil {
		return failed(err, "")
	}
	if proxy, err := http.ProxyFromEnvironment(request); err == nil && proxy != nil {
		return Check{Status: Skipped, Detail: "requests go through the proxy " + proxy.Host}
	}
	start := time.Now()
	dialer := net.Dialer{Timeout: connectTime}
	connection, err := dialer.DialContext(x.ctx, "tcp", hostPort(request.URL))
	if err != nil {
		return failed(fmt.Errorf("cannot connect to %s: %w", request.URL.Host, err), fixConnection(err))
	}
	connection.Close()
	return ok(fmt.Sprintf("connected to %s in %s", request.URL.Host, roundDuration(time.Since(start))))
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func fixConnection(err error) string {
	var name *net.DNSError
	if errors.As(err, &name) {
		return "check the spelling of the host in --embed-url, and the DNS settings of this machine"
	}
	return "start the server, or correct the port in --embed-url"
}

// key checks whether the endpoint accepts the key. It makes the first request, whose
// result check model uses too.
func (x *examiner) key() Check {
	x.driver, x.connectErr = x.connect()
	switch err := x.connectErr; {
	case errors.Is(err, embed.ErrUnauthorized), errors.Is(err, openai.ErrConfig):
		return failed(err, "set the correct key for this endpoint")
	case errors.Is(err, embed.ErrQuota):
		return failed(err, "add credit to the account, or use another key")
	case err != nil && !errors.Is(err, embed.ErrRejected) && !errors.Is(err, embed.ErrBadVectors):
		return failed(err, "check the log of the server; it may still be loading the model")
	}
	if x.setup.Endpoint.Key.String() == "" {
		return ok("not set and not needed")
	}
	return ok("accepted")
}

// connect returns a driver that has embedded one text.
func (x *examiner) connect() (embed.Driver, error) {
	d, err := openai.Connect(x.ctx, *x.setup.Endpoint)
	if err != nil {
		return nil, err
	}
	if x.setup.Endpoint.Dimensions > 0 { // otherwise Connect has embedded one
		_, err = d.Embed(x.ctx, []string{passages[0]})
	}
	return d, err
}

// model checks whether the endpoint has the model.
func (x *examiner) model() Check {
	switch {
	case errors.Is(x.connectErr, embed.ErrBadVectors) && x.setup.Endpoint.Dimensions > 0:
		return failed(x.connectErr, "remove --embed-dimensions, or set it to a number that the model supports")
	case x.connectErr != nil:
		return failed(x.connectErr, "set --embed-model to an embedding model of the endpoint, and check --embed-url: /embeddings is added to it")
	}
	detail := fmt.Sprintf("%q is available", x.setup.Endpoint.Model)
	if known, found := x.known(); found {
		return ok(fmt.Sprintf("%s; it is %s and reads up to %d tokens", detail, known.Name, known.Tokens))
	}
	return ok(detail + "; it is not in the table of known models")
}

// roundDuration rounds a duration to about three digits.
func roundDuration(d time.Duration) time.Duration {
	switch {
	case d > 10*time.Second:
		return d.Round(100 * time.Millisecond)
	case d > 100*time.Millisecond:
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}
