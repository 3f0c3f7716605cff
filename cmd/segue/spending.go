package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"segue/embed"
	"segue/embed/models"
)

// spendFlags bound what embedding may cost and how fast an endpoint is asked.
type spendFlags struct {
	Budget                 float64  `help:"Most US dollars that embedding may cost in one run; 0 for any number." default:"1" placeholder:"USD"`
	EmbedPrice             *float64 `help:"US dollars for a million tokens, where what is known is not right; 0 for none." placeholder:"USD"`
	EmbedTokensPerMinute   int      `help:"Most tokens to send in a minute; 0 for any number." placeholder:"N"`
	EmbedRequestsPerMinute int      `help:"Most requests to make in a minute; 0 for any number." placeholder:"N"`
}

// client returns the client of a model, which keeps to the budget.
func (f spendFlags) client(ctx context.Context, s modelSpec, cache embed.Cache) (*embed.Client, error) {
	budget, err := f.budget(s)
	if err != nil {
		return nil, err
	}
	meter, err := embed.NewMeter(budget)
	if err != nil {
		return nil, usageError{err}
	}
	return s.client(ctx, cache, path{perMinute: f.EmbedRequestsPerMinute}, embed.WithMeter(meter))
}

// budget is what may be spent on a model. A model whose price nobody knows is refused:
// nothing is bought unseen.
func (f spendFlags) budget(s modelSpec) (embed.Budget, error) {
	if f.Budget < 0 || f.EmbedTokensPerMinute < 0 || f.EmbedRequestsPerMinute < 0 || f.EmbedPrice != nil && *f.EmbedPrice < 0 {
		return embed.Budget{}, usageError{fmt.Errorf("--budget, --embed-price and what is sent per minute cannot be negative; 0 stands for any number, or for no price")}
	}
	b := embed.Budget{TokensPerMinute: f.EmbedTokensPerMinute}
	price, err := f.price(s)
	if err != nil || price == 0 {
		return b, err
	}
	b.USD, b.USDPerMillion = f.Budget, price
	return b, nil
}

// price is that of a million tokens of a model in US dollars.
func (f spendFlags) price(s modelSpec) (float64, error) {
	if s.Embedder == builtin {
		return 0, nil
	}
	if f.EmbedPrice != nil {
		return *f.EmbedPrice, nil
	}
	address, err := s.config(0, path{}).Address()
	if err != nil {
		return 0, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return 0, err
	}
	known, _ := models.Lookup(s.Model)
	if price, ok := known.PriceAt(u.Hostname()); ok {
		return price, nil
	}
	if isOwn(u.Hostname()) {
		return 0, nil
	}
	return 0, usageError{hinted{fmt.Errorf("what %q costs at %s is not known, and nothing is bought unseen", s.Model, u.Hostname()),
		"give the price of a million tokens in US dollars with --embed-price, or --embed-price 0 if it costs nothing; --budget bounds the sum"}}
}

// ownNames end the names of hosts in a network of one's own.
var ownNames = []string{".local", ".internal", ".lan", ".home.arpa", ".localhost"}

// isOwn reports whether a host is this machine or one of a network of one's own,
// where nobody sells anything.
func isOwn(host string) bool {
	if address, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return address.IsLoopback() || address.IsPrivate() || address.IsLinkLocalUnicast()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, name := range ownNames {
		if strings.HasSuffix(host, name) {
			return true
		}
	}
	return !strings.Contains(host, ".") && net.ParseIP(host) == nil // "localhost", or the name of a container
}
