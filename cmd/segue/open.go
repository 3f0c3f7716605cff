package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/recommend"
)

// open opens an App that logs to the terminal, and shows on it the indexing of words.
func (t *terminal) open(ctx context.Context, o app.Options) (*app.App, error) {
	b := newBar(t.stderr, "indexing words")
	defer b.close()
	o.Log, o.Progress = t.log, b.set
	return app.Open(ctx, o)
}

// openSearch opens an App for single requests, and prints what limits its answers.
func (t *terminal) openSearch(ctx context.Context, cf catalogFlags, mf modelFlags) (*app.App, error) {
	a, err := t.open(ctx, app.Options{Mode: app.Search, Source: cf.source(), Model: mf.choice()})
	if err != nil {
		return nil, err
	}
	switch {
	case a.ModelFailure != nil:
		fmt.Fprintf(t.stderr, "segue: the model cannot be asked: %v\n", a.ModelFailure)
		printHint(t.stderr, a.ModelFailure)
	case a.EmbedFailure != nil:
		fmt.Fprintf(t.stderr, "segue: the episodes could not be embedded: %v\n", a.EmbedFailure)
	case a.Missing() > 0:
		fmt.Fprintf(t.stderr, "segue: %d of %d episodes have no vectors yet and are not found by meaning; run \"segue embed\"\n",
			a.Missing(), a.Loaded.Episodes)
	}
	return a, nil
}

// printMode prints why an answer is by words alone, if more was asked for.
func (t *terminal) printMode(a *app.App, answer recommend.Answer, asked rankingFlags) {
	if answer.Mode != recommend.ModeKeyword || !asked.wantsMeaning() {
		return
	}
	err := a.QueryFailure()
	switch {
	case err == nil:
		fmt.Fprintln(t.stderr, "segue: answered by words alone")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Fprintln(t.stderr, "segue: answered by words alone: the model did not answer in time")
	default:
		fmt.Fprintf(t.stderr, "segue: answered by words alone: %v\n", err)
	}
}
