package evaluate

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// runOf returns a run with the given scores.
func runOf(configuration string, values ...float64) Run {
	run := Run{Configuration: configuration}
	for i, v := range values {
		run.Results = append(run.Results, Result{Query: Query{ID: fmt.Sprint(i)}, Scores: map[Metric]float64{NDCG10: v}})
	}
	return run
}

func compare(t interface{ Fatal(...any) }, a, b Run) Comparison {
	c, err := Compare(a, b, NDCG10)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompareCountsWinsTiesAndLosses(t *testing.T) {
	got := compare(t, runOf("new", 1, .5, .2, .3004, .3), runOf("old", .5, 1, .1, .3, .3))
	want := Comparison{A: "new", B: "old", Metric: NDCG10, Wins: 2, Ties: 2, Losses: 1,
		Difference: got.Difference, P: got.P}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Compare (-want +got):\n%s", d)
	}
	if math.Abs(got.Difference.Mean-.02008) > 1e-9 {
		t.Errorf("the mean difference of .5, -.5, .1, .0004 and 0 is %v", got.Difference.Mean)
	}
	if got.P < .5 {
		t.Errorf("p = %v for five queries with one loss, want at least .5", got.P)
	}
}

// The normal approximation of Student's t with 99 degrees of freedom is good to
// two digits, and so is the bootstrap with this many queries.
func TestCompareAgreesWithStudentsTTest(t *testing.T) {
	better, same := make([]float64, 100), make([]float64, 100)
	for i := range better {
		better[i] = .5 + .1*math.Sin(float64(i)*1.7)
		same[i] = .5
	}
	shiftBy := func(d float64) []float64 {
		list := slices.Clone(better)
		for i := range list {
			list[i] += d - mean(better) + .5
		}
		return list
	}
	standardError := deviation(better) / 10
	for _, tt := range []struct {
		name    string
		errors  float64 // the difference in standard errors
		p, give float64
	}{
		{"no difference has p 1", 0, 1, .01},
		{"one standard error has p .32", 1, .317, .04},
		{"two standard errors have p .046", 2, .046, .02},
		{"four standard errors have the least p", 4, 1. / (Resamples + 1), .001},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := compare(t, runOf("a", shiftBy(tt.errors*standardError)...), runOf("b", same...))
			if math.Abs(got.P-tt.p) > tt.give {
				t.Errorf("p = %v, want %v", got.P, tt.p)
			}
		})
	}
}

func TestCompareOfEqualRunsFindsNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := scores.Draw(t, "values")
		got := compare(t, runOf("a", values...), runOf("b", values...))
		want := Comparison{A: "a", B: "b", Metric: NDCG10, P: 1, Ties: len(values)}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("Compare (-want +got):\n%s", d)
		}
	})
}

func TestCompareIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := scores.Draw(t, "a")
		b := rapid.SliceOfN(rapid.Float64Range(0, 1), len(a), len(a)).Draw(t, "b")
		there, back := compare(t, runOf("a", a...), runOf("b", b...)), compare(t, runOf("b", b...), runOf("a", a...))
		if there.P != back.P || there.Wins != back.Losses || there.Ties != back.Ties || there.Difference.Mean != -back.Difference.Mean {
			t.Fatalf("%+v, and back %+v", there, back)
		}
		if !(there.P > 0 && there.P <= 1) {
			t.Fatalf("p = %v", there.P)
		}
	})
}

func TestCompareFindsAConstantDifference(t *testing.T) {
	got := compare(t, runOf("a", .4, .5, .6, .7, .8), runOf("b", .3, .4, .5, .6, .7))
	if got.P > .001 || got.Wins != 5 {
		t.Errorf("every query is better by .1: %+v", got)
	}
}

func TestCompareReturnsErrorForDifferentQueries(t *testing.T) {
	other := runOf("b", 1)
	other.Results[0].Query.ID = "x"
	for _, tt := range []struct {
		name string
		b    Run
		want string
	}{
		{"another number", runOf("b", 1, 2), `"a" has 1 queries, "b" has 2; compare runs of the same task`},
		{"another query", other, `query 1 is "0" for "a" and "x" for "b"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Compare(runOf("a", 1), tt.b, NDCG10); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Compare = %v, want an error with %q", err, tt.want)
			}
		})
	}
}
