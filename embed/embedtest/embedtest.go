// Package embedtest tests drivers of package embed against the contract of
// [embed.Driver]. It is for tests only.
//
// The contract is a list of rules, each with a name and a reason. [Run] runs a sub-test
// for each rule. A driver's test has three lines:
//
//	embedtest.Run(t, func(t *testing.T) embed.Driver {
//		return connect(t)
//	})
//
// [Check] returns broken rules as an error, for tests of the rules themselves.
//
// For tests of other packages, [Hashing] is a driver that compares words instead of
// meaning, and [Cache] is a cache in memory.
package embedtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"segue/embed"
)

// rule is one rule of the contract.
type rule struct {
	name  string
	why   string
	check func(context.Context, embed.Driver) error
}

// rules has the order in which a broken driver is best fixed.
var rules = []rule{
	{"identity", "vectors are stored with the model's name, so Info is complete and constant", checkInfo},
	{"batch", "one text and MaxBatch texts give one vector for each text", checkBatchSizes},
	{"dimensions", "every vector has Info.Dimensions numbers; otherwise it cannot be compared", checkDimensions},
	{"finite", "no vector has NaN or infinity or is all zeros; its similarity would be NaN, and the results empty", checkFinite},
	{"odd texts", "a text that is too long is cut or returns ErrTooLarge; no other text is rejected, whatever it contains", checkUnusualTexts},
	{"large", "a batch of long texts is embedded or returns ErrTooLarge; with another error the Client would not send fewer texts", checkLargeBatch},
	{"distinct", "different texts get different vectors; otherwise every search finds everything", checkDistinct},
	{"order", "vector i belongs to text i, also if a service returns them out of order", checkOrder},
	{"repeatable", "the same text twice gives nearly the same vector", checkRepeatable},
	{"no sharing", "the caller owns the texts and vectors and may change them", checkNoSharing},
	{"concurrent", "concurrent calls do not affect each other", checkConcurrent},
	{"metered", "a token count grows with the text, and is 0 for a cancelled call; otherwise a budget does not work", checkMetered},
	{"cancel", "a cancelled call returns the context's error soon, so that Ctrl-C works", checkCancel},
}

// Check returns all broken rules of d as one error, or nil. It calls the model about
// ninety times.
func Check(ctx context.Context, d embed.Driver) error {
	var broken []error
	for _, r := range rules {
		if err := r.check(ctx, d); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w (rule: %s)", r.name, err, r.why))
		}
	}
	return errors.Join(broken...)
}

// Run checks every rule in a sub-test with a new driver.
func Run(t *testing.T, newDriver func(t *testing.T) embed.Driver) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), newDriver(t)); err != nil {
				t.Errorf("%v\nrule: %s", err, r.why)
			}
		})
	}
}
