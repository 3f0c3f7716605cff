package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"segue/embed"
	"segue/embed/models"
)

// Budget bounds what embedding may cost, and how fast an endpoint receives requests.
type Budget struct {
	// USD is the maximum sum of one run in US dollars; 0 for any.
	USD float64
	// PricePerMillion is the price of a million tokens in US dollars, nil for the known
	// price.
	PricePerMillion *float64
	// TokensPerMinute and RequestsPerMinute are maxima; 0 for any.
	TokensPerMinute, RequestsPerMinute int
}

// Client connects a model within the budget. Its vectors are stored in cache.
func (b Budget) Client(ctx context.Context, s ModelSpec, cache embed.Cache) (*embed.Client, error) {
	bounds, err := b.of(s)
	if err != nil {
		return nil, err
	}
	meter, err := embed.NewMeter(bounds)
	if err != nil {
		return nil, UsageError{err}
	}
	return s.client(ctx, cache, RequestLimits{PerMinute: b.RequestsPerMinute}, embed.WithMeter(meter))
}

// of is the budget for a model. It refuses a model of unknown price.
func (b Budget) of(s ModelSpec) (embed.Budget, error) {
	if b.USD < 0 || b.TokensPerMinute < 0 || b.RequestsPerMinute < 0 || b.PricePerMillion != nil && *b.PricePerMillion < 0 {
		return embed.Budget{}, UsageError{errors.New("--budget, --embed-price and what is sent per minute cannot be negative; 0 stands for any number, or for no price")}
	}
	bounds := embed.Budget{TokensPerMinute: b.TokensPerMinute}
	price, err := b.price(s)
	if err != nil || price == 0 {
		return bounds, err
	}
	bounds.USD, bounds.USDPerMillion = b.USD, price
	return bounds, nil
}

// price is the price of a million tokens of a model in US dollars.
func (b Budget) price(s ModelSpec) (float64, error) {
	if s.IsBuiltin() {
		return 0, nil
	}
	if b.PricePerMillion != nil {
		return *b.PricePerMillion, nil
	}
	address, err := s.config(0, RequestLimits{}).Address()
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
	if isLocal(u.Hostname()) {
		return 0, nil
	}
	return 0, UsageError{WithHint(fmt.Errorf("what %q costs at %s is not known, and nothing is bought unseen", s.Model, u.Hostname()),
		"give the price of a million tokens in US dollars with --embed-price, or --embed-price 0 if it costs nothing; --budget bounds the sum")}
}

// localSuffixes are the endings of host names in private networks.
var localSuffixes = []string{".local", ".internal", ".lan", ".home.arpa", ".localhost"}

// isLocal reports whether a host is this machine or in a private network, where models
// cost nothing.
func isLocal(host string) bool {
	if address, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return address.IsLoopback() || address.IsPrivate() || address.IsLinkLocalUnicast()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, suffix := range localSuffixes {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return !strings.Contains(host, ".") && net.ParseIP(host) == nil // "localhost", or the name of a container
}

// Dollars formats a sum with its significant digits.
func Dollars(usd float64) string {
	switch {
	case usd >= 0.1:
		return fmt.Sprintf("$%.2f", usd)
	case usd < 0.0001 && usd > 0:
		return "less than $0.0001"
	}
	return fmt.Sprintf("$%.4f", usd)
}
