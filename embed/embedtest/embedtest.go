// Package embedtest checks that a driver of package embed keeps the contract of
// [embed.Driver]. It is for tests only.
//
// The contract is a list of rules, each with a name and the reason for it. [Run]
// gives a sub-test for each rule; a driver's test is then three lines:
//
//	embedtest.Run(t, func(t *testing.T) embed.Driver {
//		return connect(t)
//	})
//
// [Check] returns the same findings as an error, which makes the rules testable
// themselves.
//
// Two stand-ins help the tests of other packages: [Hashing] is a driver that
// compares words instead of meaning, [Cache] a cache in memory.
package embedtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"segue/embed"
)

// rule is one sentence of the contract.
type rule struct {
	name  string
	why   string
	check func(context.Context, embed.Driver) error
}

// rules are in the order in which a broken driver is best repaired.
var rules = []rule{
	{"identity", "whoever keeps vectors keeps the model's name beside them, so Info is complete and constant", identity},
	{"batch", "one text and MaxBatch texts both get one vector for each text", batchEdges},
	{"dimensions", "every vector has Info.Dimensions numbers, or it cannot be compared", dimensions},
	{"finite", "a NaN or an all-zero vector later becomes a similarity that is no number, and an empty page", finite},
	{"odd texts", "a text is cut where it is too long, or is ErrTooLarge, and never refused otherwise, whatever is in it", oddTexts},
	{"large", "a batch of long texts is embedded or ErrTooLarge, or the Client takes its texts for refused instead of sending fewer", large},
	{"distinct", "different texts get different vectors, or every search finds everything", distinct},
	{"order", "vector i belongs to text i, also when a service answers out of order", order},
	{"repeatable", "the same text twice gives the same vector, or nearly", repeatable},
	{"no sharing", "texts and vectors belong to the caller, who may change them", noSharing},
	{"concurrent", "calls at the same time do not disturb one another", concurrent},
	{"metered", "who counts tokens counts more for longer texts and none for a call that was never made, or a budget means nothing", metered},
	{"cancel", "a cancelled call returns the context's error soon, so that Ctrl-C works", cancel},
}

// Check returns every broken rule of d, joined, or nil. It calls the model some
// ninety times.
func Check(ctx context.Context, d embed.Driver) error {
	var broken []error
	for _, r := range rules {
		if err := r.check(ctx, d); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w (the rule: %s)", r.name, err, r.why))
		}
	}
	return errors.Join(broken...)
}

// Run checks every rule in a sub-test with a driver of its own.
func Run(t *testing.T, newDriver func(t *testing.T) embed.Driver) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), newDriver(t)); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.why)
			}
		})
	}
}
