package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"segue/cmd/segue/internal/app"
)

type healthCommand struct {
	Addr    string        `help:"Address of the server, as in \"segue serve\"." default:"127.0.0.1:8080"`
	Ready   bool          `help:"Also fail while the server cannot answer requests yet."`
	Timeout time.Duration `help:"Time to wait for the answer." default:"5s"`
}

func (healthCommand) Help() string {
	return `Asks a running server whether it works, and fails if it does not. Containers and scripts use it as a
health check. With --ready it also fails while the server starts or stops.

Examples:
  segue health
  segue health --ready --addr 127.0.0.1:9000
  segue health --addr unix:/run/segue/segue.sock`
}

func (cmd *healthCommand) Run(ctx context.Context, t *terminal) error {
	path := "/healthz"
	if cmd.Ready {
		path = "/readyz"
	}
	ctx, cancel := context.WithTimeout(ctx, cmd.Timeout)
	defer cancel()
	status, body, err := cmd.get(ctx, path)
	if err != nil {
		return app.WithHint(err, "start the server, or name its address with --addr")
	}
	fmt.Fprintln(t.stdout, strings.TrimSpace(body))
	if status != http.StatusOK {
		return fmt.Errorf("the server at %s answers %s with status %d", cmd.Addr, path, status)
	}
	return nil
}

// maxHealth is the maximum size of an answer. Both answers have some hundred bytes.
const maxHealth = 64 << 10

func (cmd *healthCommand) get(ctx context.Context, path string) (status int, body string, err error) {
	network, address := splitAddress(cmd.Addr)
	client := http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, dialable(address))
		},
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://segue.invalid"+path, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("no answer from %s: %w", cmd.Addr, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxHealth))
	return response.StatusCode, string(text), err
}

// dialable returns an address to connect to for an address to listen on: without a host, or with
// an unspecified one such as 0.0.0.0, a server listens on this machine too.
func dialable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return address
}
