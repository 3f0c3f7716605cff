package evaluate

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// constant returns n equal scores.
func constant(n int, score float64) []float64 { return slices.Repeat([]float64{score}, n) }

// noisy returns n scores with the given mean. Their deviations depend on phase.
func noisy(n int, centre, phase float64) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = .2 * math.Sin(float64(i)*2.4+phase)
	}
	off := mean(list)
	for i := range list {
		list[i] += centre - off
	}
	return list
}

func TestChooseWeight(t *testing.T) {
	for _, tt := range []struct {
		name       string
		candidates []Candidate
		want       Choice
	}{
		{"takes the best weight if it is significantly better", []Candidate{
			{0, [][]float64{constant(40, .3)}}, {.5, [][]float64{constant(40, .4)}}, {1, [][]float64{constant(40, .6)}},
		}, Choice{Weight: 1, Current: .5, Best: 1, Mean: .6, CurrentMean: .4, BestMean: .6, HeldOut: .6,
			Folds: []float64{1, 1, 1, 1, 1}, Stability: 1, Queries: 40}},
		{"keeps the current weight if others are equal", []Candidate{
			{0, [][]float64{constant(40, .5)}}, {.5, [][]float64{constant(40, .5)}}, {1, [][]float64{constant(40, .5)}},
		}, Choice{Weight: .5, Current: .5, Best: 0, Mean: .5, CurrentMean: .5, BestMean: .5, HeldOut: .5,
			Folds: []float64{.5, .5, .5, .5, .5}, Stability: 1, Queries: 40}},
		{"gives every task the same influence", []Candidate{
			{.5, [][]float64{constant(100, .5), constant(10, .2)}}, {1, [][]float64{constant(100, .4), constant(10, .4)}},
		}, Choice{Weight: 1, Current: .5, Best: 1, Mean: .4, CurrentMean: .35, BestMean: .4, HeldOut: .4,
			Folds: []float64{1, 1, 1, 1, 1}, Stability: 1, Queries: 110}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ChooseWeight(tt.candidates, .5)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got, close6); d != "" {
				t.Errorf("ChooseWeight (-want +got):\n%s", d)
			}
		})
	}
}

func TestChooseWeightPrefersTheNearestWeightWithinOneStandardError(t *testing.T) {
	// Differences of ±.28 over 40 queries have a standard error of about .03.
	far, near, current := noisy(40, .515, 0), noisy(40, .51, 2), noisy(40, .4, 4)
	got, err := ChooseWeight([]Candidate{{.5, [][]float64{current}}, {.7, [][]float64{near}}, {1, [][]float64{far}}}, .5)
	if err != nil {
		t.Fatal(err)
	}
	if got.Best != 1 || got.Weight != .7 {
		t.Errorf("best %v, chosen %v: want the weight that is nearer to the current one", got.Best, got.Weight)
	}
	if got.StandardError < .01 || got.StandardError > .06 {
		t.Errorf("standard error %v", got.StandardError)
	}
}

func TestChooseWeightReturnsErrorForInvalidCandidates(t *testing.T) {
	enough := [][]float64{constant(MinQueries, 1)}
	for _, tt := range []struct {
		name       string
		candidates []Candidate
		want       string
		few        bool
	}{
		{"no candidates", nil, "current weight 0.5 is not a candidate", false},
		{"no current weight", []Candidate{{1, enough}}, "current weight 0.5 is not a candidate; measure it too", false},
		{"a duplicate weight", []Candidate{{.5, enough}, {.5, enough}}, "duplicate candidate weight 0.5", false},
		{"other queries", []Candidate{{.5, enough}, {1, [][]float64{constant(3, 1)}}}, "weights 0.5 and 1 have scores of different queries", false},
		{"other tasks", []Candidate{{.5, enough}, {1, nil}}, "weights 0.5 and 1 have scores of different queries", false},
		{"a task with too few queries", []Candidate{{.5, [][]float64{constant(4, 1)}}}, "a task has fewer than 5 queries", false},
		{"too few queries", []Candidate{{.5, [][]float64{constant(29, 1)}}}, "29 labelled queries are too few to choose a weight, at least 30 are needed", true},
		{"no tasks", []Candidate{{.5, nil}}, "0 labelled queries are too few", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ChooseWeight(tt.candidates, .5)
			if err == nil || !strings.Contains(err.Error(), tt.want) || errors.Is(err, ErrTooFewQueries) != tt.few {
				t.Errorf("ChooseWeight = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestChooseWeightIsDeterministicAndWithinTheCandidates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(MinQueries, 60).Draw(t, "queries")
		var candidates []Candidate
		for _, w := range []float64{0, .25, .5, .75, 1} {
			candidates = append(candidates, Candidate{w, [][]float64{rapid.SliceOfN(rapid.Float64Range(0, 1), n, n).Draw(t, "scores")}})
		}
		got, err := ChooseWeight(candidates, .5)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(candidates)
		again, err := ChooseWeight(candidates, .5)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(got, again); d != "" {
			t.Fatalf("candidates in another order:\n%s", d)
		}
		if got.Mean > got.BestMean || got.CurrentMean > got.BestMean || len(got.Folds) != Folds || got.Stability < 0 || got.Stability > 1 {
			t.Fatalf("%+v", got)
		}
		if math.Abs(got.Weight-.5) > math.Abs(got.Best-.5) {
			t.Fatalf("the chosen weight is farther from the current weight than the best one: %+v", got)
		}
	})
}

func TestTunes(t *testing.T) {
	queries := make([]Query, Folds)
	for _, tt := range []struct {
		name string
		task Task
		want bool
	}{
		{"is true with a query for every fold", Task{Queries: queries}, true},
		{"is false with too few queries", Task{Queries: queries[1:]}, false},
		{"is false for a check", Task{Queries: queries, Check: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.task.Tunes(); got != tt.want {
				t.Errorf("Tunes = %t", got)
			}
		})
	}
}
