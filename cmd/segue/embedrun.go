package main

import (
	"context"
	"fmt"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/embed"
)

// embed indexes the words of an open catalogue and embeds episodes without vectors. It
// shows the progress, and prints the finished work, also before an error. The result is
// nil if embedding could not start.
func (t *terminal) embed(ctx context.Context, c catalog.Store, file string, m app.ModelChoice, b app.Budget) (*app.Embedded, error) {
	a, err := t.open(ctx, app.Options{Mode: app.Embed, Source: app.Source{File: file}, Catalog: c, Model: m, Budget: b})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if err := t.printPrice(ctx, a); err != nil {
		return nil, err
	}
	done, err := a.EmbedAll(ctx, t.progress)
	if done.Texts > 0 {
		fmt.Fprintf(t.stderr, "segue: embedded %s in %s (%s per second)%s\n",
			count(done.Texts, "passage"), done.Took.Round(10*time.Millisecond), rateText(done.PerSecond), costText(done.Spent))
	}
	return &done, err
}

// printPrice prints the expected cost before the first request to a paid model.
func (t *terminal) printPrice(ctx context.Context, a *app.App) error {
	if !a.HasPrice() {
		return nil
	}
	e, err := a.Estimate(ctx)
	if err != nil || e.Passages == 0 {
		return err
	}
	limit := "no --budget"
	if e.Budget.USD > 0 {
		limit = "--budget is " + app.Dollars(e.Budget.USD)
	}
	fmt.Fprintf(t.stderr, "segue: %s; %s\n", estimateText(e), limit)
	return nil
}

// rateText formats a rate, with one decimal if it is below 10.
func rateText(perSecond float64) string {
	if perSecond >= 10 {
		return fmt.Sprintf("%.0f", perSecond)
	}
	return fmt.Sprintf("%.1f", perSecond)
}

// costText formats the cost of a run. It is empty for a free model.
func costText(u embed.Usage) string {
	if u.USD == 0 {
		return ""
	}
	return fmt.Sprintf(", %d tokens for %s", u.Tokens, app.Dollars(u.USD))
}

// estimateText formats an estimate in one line.
func estimateText(e app.Estimate) string {
	if e.Passages == 0 {
		return "nothing to embed"
	}
	text := fmt.Sprintf("%s to embed: about %d tokens in %s, about %s", count(e.Passages, "passage"), e.Tokens, count(e.Requests, "request"), roundDuration(e.Duration))
	if e.Priced {
		return text + fmt.Sprintf(" and %s", app.Dollars(e.USD))
	}
	return text + ", free"
}

// shortest is the precision and the minimum of a printed estimate.
const shortest = 100 * time.Millisecond

// roundDuration rounds a duration to the precision of an estimate.
func roundDuration(d time.Duration) time.Duration {
	switch {
	case d < 10*time.Second:
		return max(d.Round(shortest), shortest)
	case d < 10*time.Minute:
		return d.Round(time.Second)
	}
	return d.Round(time.Minute)
}

// embedReport is the result of embedding, as printed with --json.
type embedReport struct {
	// Episodes and Embedded count the catalogue.
	Episodes int `json:"episodes"`
	Embedded int `json:"embedded"`
	// The other fields count this run. Tokens and USD are only set for an endpoint.
	Passages int     `json:"passages"`
	Seconds  float64 `json:"seconds"`
	Tokens   int64   `json:"tokens,omitempty"`
	USD      float64 `json:"usd,omitempty"`
}

func newEmbedReport(e app.Embedded) embedReport {
	r := embedReport{Episodes: e.Episodes, Embedded: e.Embedded, Passages: e.Texts, Seconds: e.Took.Round(time.Millisecond).Seconds()}
	if e.Metered {
		r.Tokens, r.USD = e.Spent.Tokens, e.Spent.USD
	}
	return r
}
