package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/data/catalog"
	"segue/embed"
	"segue/embed/openai"
	"segue/recommend"
)

// errPartial means that a command did a part, and has printed what it could not do.
var errPartial = errors.New("partly done")

// report prints err for a person and returns the exit code.
func report(stderr io.Writer, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errPartial):
		return exitPartial
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

// printHint prints what the user can do about err, where that is known.
func printHint(stderr io.Writer, err error) {
	var h app.HintError
	if errors.As(err, &h) {
		fmt.Fprintf(stderr, "segue: hint: %s\n", h.Hint)
	}
}

// isUsage reports whether err is about a value of the command line, or of a
// variable.
func isUsage(err error) bool {
	for _, wrong := range []error{catalog.ErrBadCursor, recommend.ErrBlankQuery, recommend.ErrNothingGiven, openai.ErrConfig} {
		if errors.Is(err, wrong) {
			return true
		}
	}
	return errors.As(err, new(app.UsageError))
}
