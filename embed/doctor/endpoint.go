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

// connectTime is how long a connection may take: ample for another continent.
const connectTime = 5 * time.Second

// address looks whether requests can go anywhere.
func (x *examination) address() Check {
	address, err := x.setup.Endpoint.Address()
	if err != nil {
		return failed(err, "give the base URL of the endpoint")
	}
	return ok("requests go to " + address)
}

// connection looks whether somebody listens there.
func (x *examination) connection() Check {
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
	began := time.Now()
	dialer := net.Dialer{Timeout: connectTime}
	connection, err := dialer.DialContext(x.ctx, "tcp", hostPort(request.URL))
	if err != nil {
		return failed(fmt.Errorf("%s cannot be reached: %w", request.URL.Host, err), fixConnection(err))
	}
	connection.Close()
	return ok(fmt.Sprintf("%s answers within %s", request.URL.Host, short(time.Since(began))))
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
		return "check the spelling of the host, and that this machine can resolve names"
	}
	return "start the server, or correct the port in the base URL"
}

// key makes the first request, which shows both whether the key is accepted and
// whether the model is there.
func (x *examination) key() Check {
	x.driver, x.asked = x.connect()
	switch err := x.asked; {
	case errors.Is(err, embed.ErrUnauthorized), errors.Is(err, openai.ErrConfig):
		return failed(err, "set the right key for this endpoint")
	case errors.Is(err, embed.ErrQuota):
		return failed(err, "add credit to the account, or use another key")
	case err != nil && !errors.Is(err, embed.ErrRejected) && !errors.Is(err, embed.ErrBadVectors):
		return failed(err, "look at the log of the server, and whether it is still loading the model")
	}
	if x.setup.Endpoint.Key.String() == "" {
		return ok("none is set and none is needed")
	}
	return ok("accepted")
}

// connect returns a driver that has answered one text.
func (x *examination) connect() (embed.Driver, error) {
	d, err := openai.Connect(x.ctx, *x.setup.Endpoint)
	if err != nil {
		return nil, err
	}
	if x.setup.Endpoint.Dimensions > 0 { // or Connect has asked already
		_, err = d.Embed(x.ctx, []string{passages[0]})
	}
	return d, err
}

// model looks what the endpoint said to the first request.
func (x *examination) model() Check {
	switch {
	case errors.Is(x.asked, embed.ErrBadVectors) && x.setup.Endpoint.Dimensions > 0:
		return failed(x.asked, "ask for no dimensions, or for those that the model has")
	case x.asked != nil:
		return failed(x.asked, "give the name under which the endpoint has an embedding model, and a base URL that ends where /embeddings is added")
	}
	detail := fmt.Sprintf("%q is there", x.setup.Endpoint.Model)
	if known, found := x.known(); found {
		return ok(fmt.Sprintf("%s, known as %s, which reads %d tokens", detail, known.Name, known.Tokens))
	}
	return ok(detail + ", of which nothing more is known")
}

// short rounds a duration to three figures.
func short(d time.Duration) time.Duration {
	switch {
	case d > 10*time.Second:
		return d.Round(100 * time.Millisecond)
	case d > 100*time.Millisecond:
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}
