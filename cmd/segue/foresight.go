package main

import (
	"context"
	"fmt"
	"time"

	"segue/embed"
)

// foresight is what embedding the rest of a catalogue would take.
type foresight struct {
	embed.Plan
	// took is about how long it takes, 0 where nobody can say.
	took time.Duration
}

const (
	// sample is how many texts are embedded to see how fast a model is that costs
	// nothing; a second or so of the built-in one.
	sample = 24
	// requestTime is about how long a provider's request takes, which is not asked for
	// the sake of knowing it.
	requestTime = time.Second
	// planned is how many texts are looked up at once.
	planned = 1000
)

// foresee plans the embedding of what the indexer has read, with the time that it takes.
func (p *product) foresee(ctx context.Context) (foresight, error) {
	plan, first, err := p.plan(ctx)
	f := foresight{Plan: plan}
	if err != nil {
		return f, err
	}
	return f, p.time(ctx, &f, first)
}

// plan is what there is to embed of what the indexer has read, with the first texts of
// it. It asks the model for nothing.
func (p *product) plan(ctx context.Context) (all embed.Plan, first []string, err error) {
	var texts []string
	look := func() error {
		part, err := p.client.Plan(ctx, texts)
		all, texts = all.Add(part), texts[:0]
		return err
	}
	for part := range p.indexer.Pending() {
		if texts = append(texts, part...); len(first) < sample {
			first = append(first, part...)
		}
		if len(texts) >= planned {
			if err := look(); err != nil {
				return all, nil, err
			}
		}
	}
	return all, first, look()
}

// time says how long it takes: by a sample where that costs nothing, and by the number
// of requests where it does.
func (p *product) time(ctx context.Context, f *foresight, first []string) error {
	if f.Passages == 0 {
		return nil
	}
	if f.Priced {
		f.took = max(f.Least, time.Duration(f.Requests)*requestTime)
		return nil
	}
	driver, err := p.spec.driver(ctx, path{})
	if err != nil {
		return err
	}
	first = first[:min(len(first), sample)]
	begin := time.Now()
	if _, err := embed.NewClient(driver, embed.NoCache{}, p.spec.prepared()).Passages(ctx, first); err != nil {
		return err
	}
	f.took = max(f.Least, time.Since(begin)*time.Duration(f.Passages)/time.Duration(len(first)))
	return nil
}

func (f foresight) String() string {
	if f.Passages == 0 {
		return "nothing to embed"
	}
	text := fmt.Sprintf("%s to embed, about %d tokens in %s, about %s", count(f.Passages, "passage"), f.Tokens, count(f.Requests, "request"), roundly(f.took))
	if f.Priced {
		return text + fmt.Sprintf(" and %s", dollars(f.USD))
	}
	return text + ", at no price"
}

// foresightReport is what --dry-run prints with --json.
type foresightReport struct {
	Passages int     `json:"passages"`
	Tokens   int64   `json:"tokens"`
	Requests int     `json:"requests"`
	Seconds  float64 `json:"seconds"`
	USD      float64 `json:"usd"`
}

func (f foresight) report() foresightReport {
	return foresightReport{f.Passages, f.Tokens, f.Requests, f.took.Round(shortest).Seconds(), f.USD}
}

// shortest is what somebody notices of a time.
const shortest = 100 * time.Millisecond

// roundly leaves of a time what an estimate can say.
func roundly(d time.Duration) time.Duration {
	switch {
	case d < 10*time.Second:
		return max(d.Round(shortest), shortest)
	case d < 10*time.Minute:
		return d.Round(time.Second)
	}
	return d.Round(time.Minute)
}

// dollars prints a sum with the digits that mean something.
func dollars(usd float64) string {
	switch {
	case usd >= 0.1:
		return fmt.Sprintf("$%.2f", usd)
	case usd < 0.0001 && usd > 0:
		return "less than $0.0001"
	}
	return fmt.Sprintf("$%.4f", usd)
}

// logPlan says in the log of a server what there is to embed and what it costs. How long
// it takes is said as it goes on.
func (p *product) logPlan(ctx context.Context, t *terminal) {
	if p.client == nil {
		return
	}
	plan, _, err := p.plan(ctx)
	if err != nil || plan.Passages == 0 {
		return // what fails here fails again, and is logged then
	}
	details := []any{"model", p.model.Name, "passages", plan.Passages, "tokens", plan.Tokens, "requests", plan.Requests}
	if plan.Priced {
		details = append(details, "price", dollars(plan.USD), "budget", dollars(p.client.Budget().USD))
	}
	t.log.Info("there is something to embed", details...)
}

// announce says before anything is bought what it will cost.
func (p *product) announce(ctx context.Context, t *terminal) error {
	if p.client.Budget().USDPerMillion == 0 {
		return nil
	}
	f, err := p.foresee(ctx)
	if err != nil || f.Passages == 0 {
		return err
	}
	budget := p.client.Budget().USD
	bound := "there is no --budget"
	if budget > 0 {
		bound = "the --budget is " + dollars(budget)
	}
	fmt.Fprintf(t.stderr, "segue: %s; %s\n", f, bound)
	return nil
}
