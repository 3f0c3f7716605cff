package embedtest

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
)

func TestHashingFollowsTheContract(t *testing.T) {
	for _, dimensions := range []int{64, 256} {
		t.Run(fmt.Sprintf("with %d dimensions", dimensions), func(t *testing.T) {
			Run(t, func(*testing.T) embed.Driver { return NewHashing(dimensions) })
		})
	}
}

func TestHashingFollowsTheContractWithBatchesOfOne(t *testing.T) {
	Run(t, func(*testing.T) embed.Driver {
		d := validDriver()
		d.info = func() embed.Info { return embed.Info{Model: "single", Dimensions: 256, MaxBatch: 1} }
		return d
	})
}

// TestEachRuleDetectsItsFault runs the rules on drivers with one fault each. In a
// synctest bubble waits take no time, so a driver that never returns is possible.
func TestEachRuleDetectsItsFault(t *testing.T) {
	for _, tt := range []struct {
		name      string
		overwrite func(*faulty)
		want      []string // the rules that must fail
	}{
		{"keeps every rule", func(*faulty) {}, nil},
		{"has no model name", withoutName, []string{"identity"}},
		{"changes its model name", changingName, []string{"identity"}},
		{"drops the last text of a full batch", droppingLast, []string{"batch"}},
		{"rejects a full batch", rejectingFullBatch, []string{"batch"}},
		{"is one dimension short", oneDimensionShort, []string{"dimensions"}},
		{"gives NaN", setFirstNumber(float32(math.NaN())), []string{"finite"}},
		{"gives an infinity", setFirstNumber(float32(math.Inf(1))), []string{"finite"}},
		{"gives zeros", allZeros, []string{"finite"}},
		{"gives NaN for an unusual text", nanForUnusualText, []string{"finite"}},
		{"rejects long texts", rejectingLongTexts, []string{"odd texts", "large"}},
		{"rejects many long texts with another error", rejectingManyLongTexts, []string{"large"}},
		{"returns ErrTooLarge for long texts", tooLargeForLongTexts, nil},
		{"gives every text the same vector", sameVector, []string{"distinct"}},
		{"returns vectors in reverse order", reversedBatch, []string{"order"}},
		{"returns another vector the second time", notRepeatable, []string{"repeatable"}},
		{"returns vectors of its own cache", sharingItsCache, []string{"no sharing"}},
		{"packs vectors into one array", sharingOneArray, []string{"no sharing"}},
		{"changes the caller's texts", changingTexts, []string{"no sharing"}},
		{"rejects concurrent calls", notConcurrent, []string{"concurrent"}},
		{"mixes up concurrent calls", mixingUpCalls, []string{"concurrent"}},
		{"ignores a cancelled context", ignoringContext, []string{"cancel"}},
		{"hides the context's error", hidingContextError, []string{"cancel"}},
		{"never returns during a call", neverReturning, []string{"cancel"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := validDriver()
				tt.overwrite(d)
				err := Check(t.Context(), d)
				time.Sleep(2 * time.Hour) // so that neverReturning returns
				if diff := cmp.Diff(tt.want, brokenRules(err)); diff != "" {
					t.Fatalf("broken rules (-want +got):\n%s\n%v", diff, err)
				}
			})
		})
	}
}

func TestTheMeteredRuleDetectsItsFault(t *testing.T) {
	for _, tt := range []struct {
		name  string
		count func(ctx context.Context, texts []string) int64
		want  []string
	}{
		{"counts bytes", func(ctx context.Context, texts []string) int64 {
			if ctx.Err() != nil {
				return 0
			}
			return int64(len(texts[0]))
		}, nil},
		{"does not know the count", func(context.Context, []string) int64 { return embed.UnknownTokens }, nil},
		{"always counts 0", func(context.Context, []string) int64 { return 0 }, []string{"metered"}},
		{"counts texts", func(_ context.Context, texts []string) int64 { return int64(len(texts)) }, []string{"metered"}},
		{"counts texts of a cancelled call", func(_ context.Context, texts []string) int64 { return int64(len(texts[0])) }, []string{"metered"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Check(t.Context(), &meteredFaulty{validDriver(), tt.count})
			if diff := cmp.Diff(tt.want, brokenRules(err)); diff != "" {
				t.Fatalf("broken rules (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

// brokenRules returns the names of the rules in Check's error.
func brokenRules(err error) []string {
	if err == nil {
		return nil
	}
	var names []string
	for _, r := range rules {
		if regexp.MustCompile(`(?m)^` + r.name + `: `).MatchString(err.Error()) {
			names = append(names, r.name)
		}
	}
	return names
}

func TestCheckNamesTheRule(t *testing.T) {
	d := validDriver()
	oneDimensionShort(d)
	want := `dimensions: text "How a bank runs its payments on Kubernet…": 255 numbers, want Info.Dimensions, which is 256 ` +
		`(rule: every vector has Info.Dimensions numbers; otherwise it cannot be compared)`
	if diff := cmp.Diff(want, fmt.Sprint(Check(t.Context(), d))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}
