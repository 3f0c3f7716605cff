package app

// HintError is an error with a hint for the user: how to fix it.
type HintError struct {
	Err  error
	Hint string
}

// WithHint adds a hint to an error.
func WithHint(err error, hint string) error { return HintError{Err: err, Hint: hint} }

func (e HintError) Error() string { return e.Err.Error() }

// Unwrap returns the error without its hint.
func (e HintError) Unwrap() error { return e.Err }

// UsageError is an error in the command line or in an environment variable that is only
// found while a command runs.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the wrapped error.
func (e UsageError) Unwrap() error { return e.Err }
