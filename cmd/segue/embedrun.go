package main

import (
	"context"
	"fmt"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/embed"
	"segue/recommend/indexer"
)

// embed indexes the words of an open catalogue and embeds what has no vectors. It shows
// progress, and prints what it did, also before an error. The result is nil if it could
// not begin.
func (t *terminal) embed(ctx context.Context, c catalog.Store, file string, m app.ModelChoice, b app.Budget) (*app.Embedded, error) {
	a, err := t.open(ctx, app.Options{Mode: app.Embed, Source: app.Source{File: file}, Catalog: c, Model: m, Budget: b})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if err := t.printPrice(ctx, a); err != nil {
		return nil, err
	}
	shown := newBar(t.stderr, "embedding episodes")
	done, err := a.EmbedAll(ctx, shown.embedded(new(indexer.Progress)))
	shown.close()
	if done.Texts > 0 {
		fmt.Fprintf(t.stderr, "segue: embedded %s in %s (%s a second)%s\n",
			count(done.Texts, "passage"), done.Took.Round(10*time.Millisecond), perSecond(done.PerSecond), paid(done.Spent))
	}
	return &done, err
}

// printPrice prints before anything is bought what it will cost.
func (t *terminal) printPrice(ctx context.Context, a *app.App) error {
	if !a.HasPrice() {
		return nil
	}
	e, err := a.Estimate(ctx)
	if err != nil || e.Passages == 0 {
		return err
	}
	bound := "there is no --budget"
	if e.Budget.USD > 0 {
		bound = "the --budget is " + app.Dollars(e.Budget.USD)
	}
	fmt.Fprintf(t.stderr, "segue: %s; %s\n", estimateText(e), bound)
	return nil
}

// paid is the sum that was paid, empty if it is nothing.
func paid(u embed.Usage) string {
	if u.USD == 0 {
		return ""
	}
	return fmt.Sprintf(", %d tokens for %s", u.Tokens, app.Dollars(u.USD))
}

// estimateText is an estimate in one line.
func estimateText(e app.Estimate) string {
	if e.Passages == 0 {
		return "nothing to embed"
	}
	text := fmt.Sprintf("%s to embed, about %d tokens in %s, about %s", count(e.Passages, "passage"), e.Tokens, count(e.Requests, "request"), roundly(e.Took))
	if e.Priced {
		return text + fmt.Sprintf(" and %s", app.Dollars(e.USD))
	}
	return text + ", at no price"
}

// shortest is the shortest time that a person notices.
const shortest = 100 * time.Millisecond

// roundly rounds a time to the precision of an estimate.
func roundly(d time.Duration) time.Duration {
	switch {
	case d < 10*time.Second:
		return max(d.Round(shortest), shortest)
	case d < 10*time.Minute:
		return d.Round(time.Second)
	}
	return d.Round(time.Minute)
}

// embedReport is what --json prints.
type embedReport struct {
	Episodes int `json:"episodes"`
	Embedded int `json:"embedded"`
	// Passages, Seconds, Tokens and USD are of this run. Only an endpoint has the last
	// two.
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
