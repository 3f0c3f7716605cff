package embed

import (
	"context"
	"time"

	"segue/embed/tokens"
)

// Plan is what embedding some texts would take.
type Plan struct {
	// Passages counts the texts that are not in the cache, equal ones once.
	Passages int
	// Tokens is about what they are; see package tokens for how near that is.
	Tokens int64
	// Requests is how many are needed where the provider takes whole batches.
	Requests int
	// Priced says whether the price of a token is known, and USD what the passages
	// would cost then.
	Priced bool
	USD    float64
	// Least is how long it takes at least, by the tokens that may be sent in a
	// minute; 0 where there is no such bound.
	Least time.Duration
}

// Plan returns what [Client.Passages] would do for texts. It reads the cache and
// does not ask the model. Blank texts are left out.
func (c *Client) Plan(ctx context.Context, texts []string) (Plan, error) {
	r := newRequest(c.prepare.passages(filled(texts)))
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
		p.Least = time.Duration(float64(p.Tokens) / float64(budget.TokensPerMinute) * float64(time.Minute))
	}
	return p, nil
}

// Add returns the plan of both, where they have no text in common.
func (p Plan) Add(q Plan) Plan {
	return Plan{
		Passages: p.Passages + q.Passages,
		Tokens:   p.Tokens + q.Tokens,
		Requests: p.Requests + q.Requests,
		Priced:   p.Priced || q.Priced,
		USD:      p.USD + q.USD,
		Least:    p.Least + q.Least,
	}
}

// filled returns the texts that are not blank.
func filled(texts []string) []string {
	kept := make([]string, 0, len(texts))
	for _, text := range texts {
		if !blank(text) {
			kept = append(kept, text)
		}
	}
	return kept
}
