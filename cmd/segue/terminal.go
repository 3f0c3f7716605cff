package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/config"
	"segue/data/catalog"
	"segue/embed"
	"segue/embed/openai"
	"segue/recommend"
)

// terminal holds the standard streams and the log of a command.
type terminal struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	log            *slog.Logger
	// level is the minimum level of log.
	level *slog.LevelVar
	// args are the arguments of the program, and file is its configuration file, or nil.
	args []string
	file *config.File
}

// Exit codes, documented in docs/cli.md.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2   // the command line or a variable is invalid
	exitPartial     = 3   // unreadable input was skipped, or the budget was reached
	exitInterrupted = 130 // Ctrl-C or SIGTERM, as in shells
)

// errPartial is returned by a command that has printed its errors and succeeded partly.
var errPartial = errors.New("partial success")

// errUsagePrinted is returned by a command that has printed an error in the command line.
var errUsagePrinted = errors.New("invalid command line")

// report prints err and returns the exit code.
func report(stderr io.Writer, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.Is(err, errUsagePrinted):
		return exitUsage
	}
	fmt.Fprintf(stderr, "segue: error: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	printHint(stderr, err)
	switch {
	case isUsage(err):
		return exitUsage
	case errors.Is(err, embed.ErrBudget):
		return exitPartial
	}
	return exitFailure
}

// printHint prints the hint of err, if it has one.
func printHint(stderr io.Writer, err error) {
	var h app.HintError
	if errors.As(err, &h) {
		fmt.Fprintf(stderr, "segue: hint: %s\n", h.Hint)
	}
}

// isUsage reports whether err is caused by the command line or by a variable.
func isUsage(err error) bool {
	for _, kind := range []error{catalog.ErrBadCursor, recommend.ErrBlankQuery, recommend.ErrNothingGiven, openai.ErrConfig} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return errors.As(err, new(app.UsageError))
}

// open opens an App and shows the progress of the word index.
func (t *terminal) open(ctx context.Context, o app.Options) (*app.App, error) {
	b := newBar(t.stderr, "indexing words")
	defer b.close()
	o.Log, o.Progress = t.log, b.set
	return app.Open(ctx, o)
}

// openSearch opens an App for one command that searches. It prints a warning if the model failed
// or if episodes have no vectors.
func (t *terminal) openSearch(ctx context.Context, f searchFlags) (*app.App, error) {
	a, err := t.open(ctx, app.Options{Mode: app.Search, Source: f.source(), Model: f.choice(), Engine: f.engine()})
	if err != nil {
		return nil, err
	}
	switch {
	case a.ModelError != nil:
		fmt.Fprintf(t.stderr, "segue: the model is not available: %v\n", a.ModelError)
		printHint(t.stderr, a.ModelError)
	case a.EmbedError != nil:
		fmt.Fprintf(t.stderr, "segue: embedding the episodes failed: %v\n", a.EmbedError)
	case a.Missing() > 0:
		fmt.Fprintf(t.stderr, "segue: %d of %d episodes have no vectors and are found by words only; run \"segue embed\"\n",
			a.Missing(), a.Loaded.Episodes)
	}
	return a, nil
}

// models returns the operations on the models of a catalogue.
func (t *terminal) models(c catalog.Store) app.Models {
	return app.Models{Catalog: c, Log: t.log}
}
