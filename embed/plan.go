package embed

import (
	"context"
	"time"

	"segue/embed/tokens"
)

// Plan is an estimate of the work and the cost of embedding texts.
type Plan struct {
	// Passages is the number of distinct texts that are not in the cache.
	Passages int
	// Tokens is the estimated number of tokens; package tokens describes its accuracy.
	Tokens int64
	// Requests is the number of requests if the provider accepts full batches.
	Requests int
	// Priced is true if the price of a token is known. USD is then the cost.
	Priced bool
	USD    float64
	// MinDuration is the minimum duration because of the token limit per minute; 0 if
	// there is no limit.
	MinDuration time.Duration
}

// Plan returns an estimate for [Client.Passages] with these texts. It reads the cache and
// does not call the model. Blank texts do not count.
func (c *Client) Plan(ctx context.Context, texts []string) (Plan, error) {
	r := newTextSet(c.prepare.passages(notBlank(texts)))
	vectors, err := c.lookUp(ctx, r)
	if err != nil {
		return Plan{}, err
	}
	missing := r.texts(r.missing(vectors))
	budget, batch := c.meter.Budget(), max(1, c.Info().MaxBatch)
	p := Plan{
		Passages: len(missing),
		Tokens:   tokens.Total(missing),
		Requests: (len(missing) + batch - 1) / batch,
		Priced:   budget.USDPerMillion > 0,
	}
	p.USD = c.meter.price(p.Tokens)
	if budget.TokensPerMinute > 0 {
		p.MinDuration = time.Duration(float64(p.Tokens) / float64(budget.TokensPerMinute) * float64(time.Minute))
	}
	return p, nil
}

// Add returns the sum of p and q. They must not have texts in common.
func (p Plan) Add(q Plan) Plan {
	return Plan{
		Passages:    p.Passages + q.Passages,
		Tokens:      p.Tokens + q.Tokens,
		Requests:    p.Requests + q.Requests,
		Priced:      p.Priced || q.Priced,
		USD:         p.USD + q.USD,
		MinDuration: p.MinDuration + q.MinDuration,
	}
}

// notBlank returns the texts that are not blank.
func notBlank(texts []string) []string {
	rest := make([]string, 0, len(texts))
	for _, text := range texts {
		if !blank(text) {
			rest = append(rest, text)
		}
	}
	return rest
}
