package app

import (
	"context"
	"time"

	"segue/embed"
)

// Estimate is the expected amount, duration and cost of embedding the episodes without
// vectors.
type Estimate struct {
	embed.Plan
	// Duration is the expected duration, 0 if there is nothing to embed.
	Duration time.Duration
	// Budget is the budget of the run.
	Budget embed.Budget
}

const (
	// sampleTexts is the number of texts that are embedded to measure the speed of a
	// free model. The built-in model needs about one second for them.
	sampleTexts = 24
	// requestTime is the assumed duration of a request to a provider. It is not
	// measured, because requests cost money.
	requestTime = time.Second
	// planTexts is the number of texts that are looked up in one query.
	planTexts = 1000
)

// Estimate estimates the embedding of the episodes that the indexer has read.
func (a *App) Estimate(ctx context.Context) (Estimate, error) {
	plan, first, err := a.plan(ctx)
	e := Estimate{Plan: plan, Budget: a.client.Budget()}
	if err != nil {
		return e, err
	}
	e.Duration, err = a.embeddingTime(ctx, plan, first)
	return e, err
}

// HasPrice reports whether embedding costs money.
func (a *App) HasPrice() bool { return a.client.Budget().USDPerMillion != 0 }

// plan returns the plan for the missing vectors of the episodes that the indexer has
// read, and the first of their texts. It makes no request.
func (a *App) plan(ctx context.Context) (all embed.Plan, first []string, err error) {
	var texts []string
	add := func() error {
		part, err := a.client.Plan(ctx, texts)
		all, texts = all.Add(part), texts[:0]
		return err
	}
	err = a.Indexer.EachPending(ctx, func(part []string) error {
		if texts = append(texts, part...); len(first) < sampleTexts {
			first = append(first, part...)
		}
		if len(texts) >= planTexts {
			return add()
		}
		return nil
	})
	if err != nil {
		return all, nil, err
	}
	return all, first[:min(len(first), sampleTexts)], add()
}

// embeddingTime returns the expected duration. For a free model, it measures a sample.
// For other models, it assumes requestTime for each request.
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

// logPlan logs the number of missing vectors and their price. The indexer logs the
// remaining time.
func (a *App) logPlan(ctx context.Context) {
	plan, _, err := a.plan(ctx)
	if err != nil || plan.Passages == 0 {
		return // the indexer meets the same error and logs it
	}
	details := []any{"model", a.model.Name, "passages", plan.Passages, "tokens", plan.Tokens, "requests", plan.Requests}
	if plan.Priced {
		details = append(details, "price", Dollars(plan.USD), "budget", Dollars(a.client.Budget().USD))
	}
	a.log.Info("embedding missing episodes", details...)
}
