package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

const (
	// Folds is the number of folds of cross-validation; five to ten are usual (Kohavi, 1995).
	Folds = 5
	// MinQueries is the lowest number of labelled queries to choose a weight. With fewer, the
	// standard error exceeds the differences of weights.
	MinQueries = 30
)

// Tunes reports whether a task can choose a weight: it is not a check and has a query for
// every fold.
func (t Task) Tunes() bool { return !t.Check && len(t.Queries) >= Folds }

// Candidate is a weight with its scores.
type Candidate struct {
	Weight float64
	// Scores are scores of one metric, by task and query. All candidates have the same tasks
	// and queries.
	Scores [][]float64
}

// Choice is a weight that was chosen by cross-validation. Means are means of the tasks' means,
// so that all tasks count the same.
type Choice struct {
	// Weight is the chosen weight.
	Weight float64 `json:"weight"`
	// Current is the weight in use, Best the one with the highest mean.
	Current float64 `json:"current"`
	Best    float64 `json:"best"`
	// Mean, CurrentMean and BestMean are the means of Weight, Current and Best on all
	// queries.
	Mean        float64 `json:"mean"`
	CurrentMean float64 `json:"current_mean"`
	BestMean    float64 `json:"best_mean"`
	// HeldOut is the mean over held-out queries: each is scored with the weight that the
	// other folds chose. It estimates the value of this method on new queries.
	HeldOut float64 `json:"held_out"`
	// StandardError is the standard error of BestMean minus CurrentMean, query by query.
	StandardError float64 `json:"standard_error"`
	// Folds are the weights that the folds chose.
	Folds []float64 `json:"folds"`
	// Stability is the share of the folds that chose Weight.
	Stability float64 `json:"stability"`
	Queries   int     `json:"queries"`
}

// ChooseWeight chooses a weight by the one-standard-error rule (Breiman, Friedman, Olshen and
// Stone, Classification and Regression Trees, 1984): of the weights that are worse than the
// best by at most one standard error of the difference, it chooses the nearest to current. So
// a weight changes only for a significant improvement. Cross-validation with five folds
// measures the method: each fold is scored with the weight that the other four choose.
// ChooseWeight is deterministic.
//
// It returns an error if the candidates have scores of different queries, and
// [ErrTooFewQueries] if they have fewer than [MinQueries] queries.
func ChooseWeight(candidates []Candidate, current float64) (Choice, error) {
	v, err := newValidation(candidates, current)
	if err != nil {
		return Choice{}, err
	}
	all := func(task, query int) bool { return true }
	chosen, best := v.choose(all)
	inUse := slices.IndexFunc(v.candidates, func(c Candidate) bool { return c.Weight == current })
	choice := Choice{
		Weight: v.candidates[chosen].Weight, Current: current, Best: v.candidates[best].Weight,
		Mean: v.mean(chosen, all), CurrentMean: v.mean(inUse, all), BestMean: v.mean(best, all),
		StandardError: v.standardError(best, inUse, all), Queries: v.queries(),
	}
	v.validate(&choice)
	return choice, nil
}

// validation has the candidates and the fold of each query.
type validation struct {
	candidates []Candidate
	current    float64
	fold       [][]int // by task and query
}

func newValidation(candidates []Candidate, current float64) (validation, error) {
	v := validation{candidates: slices.SortedFunc(slices.Values(candidates), func(a, b Candidate) int { return cmp.Compare(a.Weight, b.Weight) }), current: current}
	if !slices.ContainsFunc(candidates, func(c Candidate) bool { return c.Weight == current }) {
		return validation{}, fmt.Errorf("current weight %g is not a candidate; measure it too", current)
	}
	for i, c := range v.candidates {
		if i > 0 && c.Weight == v.candidates[i-1].Weight {
			return validation{}, fmt.Errorf("duplicate candidate weight %g", c.Weight)
		}
		if !slices.EqualFunc(c.Scores, v.candidates[0].Scores, func(a, b []float64) bool { return len(a) == len(b) }) {
			return validation{}, fmt.Errorf("weights %g and %g have scores of different queries; measure them on the same tasks", v.candidates[0].Weight, c.Weight)
		}
	}
	v.assignFolds()
	if slices.ContainsFunc(v.fold, func(f []int) bool { return len(f) < Folds }) {
		return validation{}, fmt.Errorf("a task has fewer than %d queries; remove tasks for which Tunes is false", Folds)
	}
	if n := v.queries(); n < MinQueries {
		return validation{}, fmt.Errorf("%d %w, at least %d are needed", n, ErrTooFewQueries, MinQueries)
	}
	return v, nil
}

// ErrTooFewQueries is returned if there are too few labels to choose a weight. In messages, the
// number of queries precedes it.
var ErrTooFewQueries = errors.New("labelled queries are too few to choose a weight")

// validate sets the fields of choice that depend on the folds.
func (v *validation) validate(choice *Choice) {
	perTask := make([][]float64, len(v.fold))
	same := 0
	for fold := range Folds {
		chosen, _ := v.choose(func(task, query int) bool { return v.fold[task][query] != fold })
		weight := v.candidates[chosen].Weight
		choice.Folds = append(choice.Folds, weight)
		if weight == choice.Weight {
			same++
		}
		for task, folds := range v.fold {
			for query, f := range folds {
				if f == fold {
					perTask[task] = append(perTask[task], v.candidates[chosen].Scores[task][query])
				}
			}
		}
	}
	for _, scores := range perTask {
		choice.HeldOut += mean(scores) / float64(len(perTask))
	}
	choice.Stability = float64(same) / Folds
}
