package embed

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"segue/embed/tokens"
)

// million is how many tokens a price is for.
const million = 1_000_000

// Budget says what may be spent. The zero value counts and allows everything.
type Budget struct {
	// Tokens and USD are the most that may be spent, 0 for any. USD needs a price.
	Tokens int64
	USD    float64
	// USDPerMillion is the price of a million tokens in US dollars, 0 where it is
	// unknown or nothing.
	USDPerMillion float64
	// TokensPerMinute bounds how fast passages are sent, 0 for any. Questions never
	// wait, but passages wait for what questions took.
	TokensPerMinute int
}

// Usage is what was spent.
type Usage struct {
	// Requests counts calls of the model, also those that failed. What a transport
	// repeats by itself is not seen here.
	Requests int64
	// Texts counts those that have got their vectors.
	Texts int64
	// Tokens is the sum of what the provider counted, and of estimates where it may
	// have counted without saying so.
	Tokens int64
	// USD is the price of Tokens, 0 where none is known.
	USD float64
}

// Meter counts what is spent and keeps to a [Budget]. Several clients may share
// one. It is safe for concurrent use.
type Meter struct {
	budget Budget
	pace   pace

	mu       sync.Mutex
	spent    Usage
	underWay int64 // tokens of requests that have no answer yet
}

// NewMeter returns a Meter that has spent nothing. The error says what of b cannot
// be kept to.
func NewMeter(b Budget) (*Meter, error) {
	switch {
	case b.Tokens < 0 || b.USD < 0 || b.USDPerMillion < 0 || b.TokensPerMinute < 0:
		return nil, errors.New("embed: a budget is negative; give 0 for no limit")
	case b.USD > 0 && b.USDPerMillion == 0:
		return nil, errors.New("embed: a budget in dollars needs the model's price; give the price of a million tokens, or a budget in tokens")
	}
	return &Meter{budget: b, pace: newPace(b.TokensPerMinute)}, nil
}

// WithMeter has a [Client] count with m and keep to its budget. Without it, a
// Client counts by itself and has no limit.
func WithMeter(m *Meter) Option {
	return func(c *Client) { c.meter = m }
}

// Budget returns what the Meter keeps to.
func (m *Meter) Budget() Budget { return m.budget }

// Spent returns what was spent so far.
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

// call asks d for the vectors of texts, if the budget allows it and when
// the pace does. One that is urgent does not wait for the pace.
func (m *Meter) call(ctx context.Context, d Driver, texts []string, urgent bool) ([][]float32, error) {
	need := tokens.Total(texts)
	if err := m.reserve(need); err != nil {
		return nil, err
	}
	if err := m.pace.take(ctx, need, urgent); err != nil {
		m.release(need)
		return nil, err
	}
	vectors, counted, err := ask(ctx, d, texts)
	if counted < 0 {
		counted = need
	}
	m.settle(need, Usage{Requests: 1, Texts: int64(len(vectors)), Tokens: counted})
	return vectors, err
}

// reserve takes tokens out of the budget until they are settled.
func (m *Meter) reserve(tokens int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	after := m.spent.Tokens + m.underWay + tokens
	switch {
	case m.budget.Tokens > 0 && after > m.budget.Tokens:
		return fmt.Errorf("%w: %d of %d tokens are spent and the next request needs about %d; allow more to go on, what is finished is kept",
			ErrBudget, m.spent.Tokens+m.underWay, m.budget.Tokens, tokens)
	case m.budget.USD > 0 && m.price(after) > m.budget.USD:
		return fmt.Errorf("%w: $%.4f of $%.4f are spent and the next request needs about $%.4f; allow more to go on, what is finished is kept",
			ErrBudget, m.price(m.spent.Tokens+m.underWay), m.budget.USD, m.price(tokens))
	}
	m.underWay += tokens
	return nil
}

func (m *Meter) release(tokens int64) { m.settle(tokens, Usage{}) }

// settle replaces what was reserved by what was spent.
func (m *Meter) settle(reserved int64, u Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.underWay -= reserved
	m.spent.Requests += u.Requests
	m.spent.Texts += u.Texts
	m.spent.Tokens += u.Tokens
}

// ask calls d and returns what it counted.
func ask(ctx context.Context, d Driver, texts []string) ([][]float32, int64, error) {
	if metered, ok := d.(Metered); ok {
		return metered.EmbedMetered(ctx, texts)
	}
	vectors, err := d.Embed(ctx, texts)
	if refused(err) {
		return nil, 0, err
	}
	return vectors, UnknownTokens, err
}

// refused reports whether err says that the provider did no work.
func refused(err error) bool {
	for _, kind := range []error{ErrUnauthorized, ErrRateLimited, ErrRejected, ErrBlankText} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
