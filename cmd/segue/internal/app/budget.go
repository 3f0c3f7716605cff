package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"segue/embed"
	"segue/embed/models"
)

// Budget limits the cost of embedding and the rate of requests to an endpoint.
type Budget struct {
	// USD is the maximum cost of one run in US dollars; 0 means no limit.
	USD float64
	// PricePerMillion is the price of a million tokens in US dollars. Nil selects the
	// known price.
	PricePerMillion *float64
	// TokensPerMinute and RequestsPerMinute are maxima; 0 means no limit.
	TokensPerMinute, RequestsPerMinute int
}

// Client connects a model with the budget. Its vectors are stored in cache.
func (b Budget) Client(ctx context.Context, s ModelSpec, cache embed.Cache) (*embed.Client, error) {
	limits, err := b.forModel(s)
	if err != nil {
		return nil, err
	}
	meter, err := embed.NewMeter(limits)
	if err != nil {
		return nil, UsageError{err}
	}
	return s.client(ctx, cache, RequestLimits{PerMinute: b.RequestsPerMinute}, embed.WithMeter(meter))
}

// forModel returns the budget for a model. It returns an error if the price is unknown.
func (b Budget) forModel(s ModelSpec) (embed.Budget, error) {
	if b.USD < 0 || b.TokensPerMinute < 0 || b.RequestsPerMinute < 0 || b.PricePerMillion != nil && *b.PricePerMillion < 0 {
		return embed.Budget{}, UsageError{errors.New("--budget, --embed-price, --embed-tokens-per-minute and --embed-requests-per-minute must not be negative")}
	}
	limits := embed.Budget{TokensPerMinute: b.TokensPerMinute}
	price, err := b.price(s)
	if err != nil || price == 0 {
		return limits, err
	}
	limits.USD, limits.USDPerMillion = b.USD, price
	return limits, nil
}

// price returns the price of a million tokens in US dollars.
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
		return price.USDPerMillion, nil
	}
	if isLocal(u.Hostname()) {
		return 0, nil
	}
	return 0, UsageError{WithHint(fmt.Errorf("unknown price of model %q at %s", s.Model, u.Hostname()),
		"set the price of a million tokens in US dollars with --embed-price, or --embed-price 0 if it is free; --budget limits the cost")}
}

// localSuffixes are the endings of host names in private networks.
var localSuffixes = []string{".local", ".internal", ".lan", ".home.arpa", ".localhost"}

// isLocal reports whether a host is this machine or in a private network. Models there
// are free.
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
	return !strings.Contains(host, ".") && net.ParseIP(host) == nil // "localhost" or the name of a container
}

// Dollars formats an amount of US dollars with two decimals, and an amount below ten cents with two
// significant digits, but at least four decimals.
func Dollars(usd float64) string {
	switch {
	case usd >= 0.1:
		return fmt.Sprintf("$%.2f", usd)
	case usd <= 0:
		return "$0.0000"
	}
	return fmt.Sprintf("$%.*f", max(4, 1-int(math.Floor(math.Log10(usd)))), usd)
}
