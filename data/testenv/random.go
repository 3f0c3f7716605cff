package testenv

import (
	"testing"

	"pgregory.net/rapid"
)

// Check is [rapid.Check] for a property that is slow. It checks only quick random cases, or
// as many as rapid.Check if [Soak]. quick is at most rapid's number of cases.
func Check(t *testing.T, quick int, property func(*rapid.T)) {
	t.Helper()
	rapid.Check(t, limited(quick, property))
}

// limited returns a property that passes without a check after quick cases, unless [Soak].
// After a failure it checks all cases, because rapid then looks for a smaller one.
func limited(quick int, property func(*rapid.T)) func(*rapid.T) {
	checked, failed := 0, false
	return func(t *rapid.T) {
		if checked >= quick && !failed && !Soak() {
			return
		}
		checked++
		failed = true
		property(t)
		failed = t.Failed()
	}
}
