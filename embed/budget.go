package embed

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"segue/embed/tokens"
)

// million is the number of tokens that a price refers to.
const million = 1_000_000

// Budget limits the use of a model. The zero value has no limits.
type Budget struct {
	// Tokens and USD are the maximum usage; 0 means no limit. USD needs a price.
	Tokens int64
	USD    float64
	// USDPerMillion is the price of a million tokens in US dollars; 0 if unknown or free.
	USDPerMillion float64
	// TokensPerMinute limits how fast passages are sent; 0 means no limit. Queries never
	// wait, but their tokens count, so passages wait longer.
	TokensPerMinute int
}

// Usage is the use of a model so far.
type Usage struct {
	// Requests is the number of calls of the driver, including failed ones. Retries
	// within a driver do not count.
	Requests int64
	// Texts is the number of embedded texts.
	Texts int64
	// Tokens is the number of tokens that the provider counted. It includes estimates for
	// requests without a count.
	Tokens int64
	// USD is the price of Tokens; 0 if the price is unknown.
	USD float64
}

// Meter counts usage and enforces a [Budget]. Several clients may share one. It is safe
// for concurrent use.
type Meter struct {
	budget    Budget
	tokenRate tokenRate

	mu       sync.Mutex
	spent    Usage
	reserved int64 // tokens of unfinished requests
}

// NewMeter returns a Meter with no usage. It returns an error if b is invalid.
func NewMeter(b Budget) (*Meter, error) {
	switch {
	case b.Tokens < 0 || b.USD < 0 || b.USDPerMillion < 0 || b.TokensPerMinute < 0:
		return nil, errors.New("embed: the budget is negative; set 0 for no limit")
	case b.USD > 0 && b.USDPerMillion == 0:
		return nil, errors.New("embed: a budget in US dollars needs the model's price; set the price of a million tokens, or set a budget in tokens")
	}
	return &Meter{budget: b, tokenRate: newTokenRate(b.TokensPerMinute)}, nil
}

// WithMeter makes a [Client] use m and its budget. Without it, a Client has a meter of
// its own without limits.
func WithMeter(m *Meter) Option {
	return func(c *Client) { c.meter = m }
}

// Budget returns the budget of the Meter.
func (m *Meter) Budget() Budget { return m.budget }

// Spent returns the usage so far.
func (m *Meter) Spent() Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.total()
}

func (m *Meter) total() Usage {
	spent := m.spent
	spent.USD = m.price(spent.Tokens)
	return spent
}

func (m *Meter) price(tokens int64) float64 {
	return float64(tokens) * m.budget.USDPerMillion / million
}

// call embeds texts with d if the budget allows it. It first waits for the token rate,
// unless interactive is true.
func (m *Meter) call(ctx context.Context, d Driver, texts []string, interactive bool) ([][]float32, error) {
	need := tokens.Total(texts)
	if err := m.reserve(need); err != nil {
		return nil, err
	}
	if err := m.tokenRate.wait(ctx, need, interactive); err != nil {
		m.release(need)
		return nil, err
	}
	vectors, counted, err := callDriver(ctx, d, texts)
	if counted < 0 {
		counted = need
	}
	m.record(need, Usage{Requests: 1, Texts: int64(len(vectors)), Tokens: counted})
	return vectors, err
}

// reserve reserves tokens of the budget for a request, until record is called.
func (m *Meter) reserve(tokens int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	after := m.spent.Tokens + m.reserved + tokens
	switch {
	case m.budget.Tokens > 0 && after > m.budget.Tokens:
		return fmt.Errorf("%w: spent %d of %d tokens, and the next request needs about %d; increase the budget to continue (finished batches are saved)",
			ErrBudget, m.spent.Tokens+m.reserved, m.budget.Tokens, tokens)
	case m.budget.USD > 0 && m.price(after) > m.budget.USD:
		return fmt.Errorf("%w: spent $%.4f of $%.4f, and the next request needs about $%.4f; increase the budget to continue (finished batches are saved)",
			ErrBudget, m.price(m.spent.Tokens+m.reserved), m.budget.USD, m.price(tokens))
	}
	m.reserved += tokens
	return nil
}

func (m *Meter) release(tokens int64) { m.record(tokens, Usage{}) }

// record replaces reserved tokens by the real usage.
func (m *Meter) record(reserved int64, u Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reserved -= reserved
	m.spent.Requests += u.Requests
	m.spent.Texts += u.Texts
	m.spent.Tokens += u.Tokens
}

// callDriver calls d and returns the number of tokens that it counted.
func callDriver(ctx context.Context, d Driver, texts []string) ([][]float32, int64, error) {
	if metered, ok := d.(Metered); ok {
		return metered.EmbedMetered(ctx, texts)
	}
	vectors, err := d.Embed(ctx, texts)
	if wasRefused(err) {
		return nil, 0, err
	}
	return vectors, UnknownTokens, err
}

// wasRefused reports whether err means that the provider did no work.
func wasRefused(err error) bool {
	for _, kind := range []error{ErrUnauthorized, ErrRateLimited, ErrRejected, ErrBlankText} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
