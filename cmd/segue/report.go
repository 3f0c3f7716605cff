package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"segue/data/catalog"
	"segue/embed"
	"segue/embed/openai"
	"segue/recommend"
)

// hinted is an error that knows what the user can do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// usageError is a mistake in the command line that is only seen when the command
// runs.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errPartial says that a command did what it could and has already said what
// it could not.
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
	var h hinted
	if errors.As(err, &h) {
		fmt.Fprintf(stderr, "segue: hint: %s\n", h.hint)
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
	return errors.As(err, new(usageError))
}
