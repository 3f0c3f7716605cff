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

func TestHashingKeepsTheContract(t *testing.T) {
	for _, dimensions := range []int{64, 256} {
		t.Run(fmt.Sprintf("with %d dimensions", dimensions), func(t *testing.T) {
			Run(t, func(*testing.T) embed.Driver { return NewHashing(dimensions) })
		})
	}
}

func TestHashingKeepsTheContractOneTextAtATime(t *testing.T) {
	Run(t, func(*testing.T) embed.Driver {
		d := good()
		d.info = func() embed.Info { return embed.Info{Model: "single", Dimensions: 256, MaxBatch: 1} }
		return d
	})
}

// TestEachRuleFindsItsFault runs the suite over drivers with one fault each. In
// a bubble, time passes at once, so a driver that never returns costs nothing.
func TestEachRuleFindsItsFault(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*faulty)
		want  []string // the rules that must fail
	}{
		{"keeps every rule", func(*faulty) {}, nil},
		{"has no model name", nameless, []string{"identity"}},
		{"changes its name", renaming, []string{"identity"}},
		{"drops the last text of a full batch", droppingLast, []string{"batch"}},
		{"refuses a full batch", refusingFull, []string{"batch"}},
		{"is one dimension short", shorten, []string{"dimensions"}},
		{"gives NaN", put(float32(math.NaN())), []string{"finite"}},
		{"gives an infinity", put(float32(math.Inf(1))), []string{"finite"}},
		{"gives zeros", zeros, []string{"finite"}},
		{"gives NaN for an odd text", nanForOdd, []string{"finite"}},
		{"refuses long texts", refusingLong, []string{"odd texts", "large"}},
		{"refuses many long texts for good", refusingMany, []string{"large"}},
		{"finds long texts too large", takingLittle, nil},
		{"gives every text the same vector", constant, []string{"distinct"}},
		{"answers backwards", backwards, []string{"order"}},
		{"answers differently the second time", moody, []string{"repeatable"}},
		{"hands out its own cache", handingOut, []string{"no sharing"}},
		{"packs vectors into one array", packing, []string{"no sharing"}},
		{"changes the caller's texts", lowering, []string{"no sharing"}},
		{"refuses a second caller", single, []string{"concurrent"}},
		{"mixes up callers", mixing, []string{"concurrent"}},
		{"ignores a cancelled context", deaf, []string{"cancel"}},
		{"hides the context's error", hiding, []string{"cancel"}},
		{"never returns once it began", endless, []string{"cancel"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := good()
				tt.spoil(d)
				err := Check(t.Context(), d)
				time.Sleep(2 * time.Hour) // lets the driver that never returned do so
				if diff := cmp.Diff(tt.want, brokenRules(err)); diff != "" {
					t.Fatalf("broken rules (-want +got):\n%s\n%v", diff, err)
				}
			})
		})
	}
}

func TestTheMeteredRuleFindsItsFault(t *testing.T) {
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
		{"cannot tell", func(context.Context, []string) int64 { return embed.UnknownTokens }, nil},
		{"counts nothing", func(context.Context, []string) int64 { return 0 }, []string{"metered"}},
		{"counts texts", func(_ context.Context, texts []string) int64 { return int64(len(texts)) }, []string{"metered"}},
		{"counts what was never sent", func(_ context.Context, texts []string) int64 { return int64(len(texts[0])) }, []string{"metered"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Check(t.Context(), &meteredFaulty{good(), tt.count})
			if diff := cmp.Diff(tt.want, brokenRules(err)); diff != "" {
				t.Fatalf("broken rules (-want +got):\n%s\n%v", diff, err)
			}
		})
	}
}

// brokenRules returns the names that begin the lines of Check's error.
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

func TestCheckExplainsTheRule(t *testing.T) {
	d := good()
	shorten(d)
	want := `dimensions: text "How a bank runs its payments on Kubernet…": 255 numbers, Info says 256 ` +
		`(the rule: every vector has Info.Dimensions numbers, or it cannot be compared)`
	if diff := cmp.Diff(want, fmt.Sprint(Check(t.Context(), d))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}
