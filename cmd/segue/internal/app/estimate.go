package app

import (
	"context"
	"time"

	"segue/embed"
)

// Estimate is what the embedding of the rest of a catalogue would take.
type Estimate struct {
	embed.Plan
	// Took is roughly the time, 0 if there is nothing to embed.
	Took time.Duration
	// Budget is the budget of the run.
	Budget embed.Budget
}

const (
	// sampleTexts is how many texts are embedded to measure the speed of a model without
	// a price: about one second of the built-in one.
	sampleTexts = 24
	// requestTime is roughly the time of a request to a provider. It is not measured,
	// because requests cost money.
	requestTime = time.Second
	// planTexts is how many texts are looked up at once.
	planTexts = 1000
)

// Estimate plans the embedding of what the indexer has read, with the time that it
// takes. Its budget is the one of the model.
func (a *App) Estimate(ctx context.Context) (Estimate, error) {
	plan, first, err := a.plan(ctx)
	e := Estimate{Plan: plan, Budget: a.client.Budget()}
	if err != nil {
		return e, err
	}
	e.Took, err = a.embeddingTime(ctx, plan, first)
	return e, err
}

// HasPrice reports whether the model costs money.
func (a *App) HasPrice() bool { return a.client.Budget().USDPerMillion != 0 }

// plan returns what there is to embed of what the indexer has read, with the first
// texts. It makes no request.
func (a *App) plan(ctx context.Context) (all embed.Plan, first []string, err error) {
	var texts []string
	add := func() error {
		part, err := a.client.Plan(ctx, texts)
		all, texts = all.Add(part), texts[:0]
		return err
	}
	for part := range a.Indexer.Pending() {
		if texts = append(texts, part...); len(first) < sampleTexts {
			first = append(first, part...)
		}
		if len(texts) >= planTexts {
			if err := add(); err != nil {
				return all, nil, err
			}
		}
	}
	return all, first[:min(len(first), sampleTexts)], add()
}

// embeddingTime measures the time with a sample if the model costs nothing, and derives
// it from the number of requests otherwise.
func (a *App) embeddingTime(ctx context.Context, plan embed.Plan, sample []string) (time.Duration, error) {
	switch {
	case plan.Passages == 0:
		return 0, nil
	case plan.Priced:
		return max(plan.MinDuration, time.Duration(plan.Requests)*requestTime), nil
	}
	client, err := a.spec.Client(ctx, embed.NoCache{})
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if _, err := client.Passages(ctx, sample); err != nil {
		return 0, err
	}
	return max(plan.MinDuration, time.Since(begin)*time.Duration(plan.Passages)/time.Duration(len(sample))), nil
}

// logPlan logs what there is to embed and what it costs. The time is logged as the work
// goes on.
func (a *App) logPlan(ctx context.Context) {
	plan, _, err := a.plan(ctx)
	if err != nil || plan.Passages == 0 {
		return // an error happens again, and is logged then
	}
	details := []any{"model", a.model.Name, "passages", plan.Passages, "tokens", plan.Tokens, "requests", plan.Requests}
	if plan.Priced {
		details = append(details, "price", Dollars(plan.USD), "budget", Dollars(a.client.Budget().USD))
	}
	a.log.Info("there is something to embed", details...)
}
