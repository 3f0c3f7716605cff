package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

const (
	// Folds is how many parts cross-validation cuts the queries into, the usual
	// five to ten (Kohavi, 1995).
	Folds = 5
	// MinQueries is how many labelled queries it takes to choose a weight. Below,
	// the standard error is larger than what weights differ by.
	MinQueries = 30
)

// Tunes reports whether a task may help to choose a weight: it is no check and has
// queries for every fold.
func (t Task) Tunes() bool { return !t.Check && len(t.Queries) >= Folds }

// Candidate is a weight with what it scored.
type Candidate struct {
	Weight float64
	// Scores are by task, and in it by query, of one metric. All candidates have
	// the same tasks and queries.
	Scores [][]float64
}

// Choice is a weight that was chosen by cross-validation. Means are means of the
// tasks' means, so that a task counts as much as another, however many queries it
// has.
type Choice struct {
	// Weight is what to use.
	Weight float64 `json:"weight"`
	// Current is the weight in use, Best the one with the highest mean.
	Current float64 `json:"current"`
	Best    float64 `json:"best"`
	// Mean is that of Weight, CurrentMean and BestMean those of the other two, on
	// all queries.
	Mean        float64 `json:"mean"`
	CurrentMean float64 `json:"current_mean"`
	BestMean    float64 `json:"best_mean"`
	// HeldOut is the mean over queries that had no part in choosing the weight they
	// were answered with: what choosing a weight in this way is worth.
	HeldOut float64 `json:"held_out"`
	// StandardError is that of BestMean minus CurrentMean, query by query.
	StandardError float64 `json:"standard_error"`
	// Folds are the weights that the folds chose.
	Folds []float64 `json:"folds"`
	// Stability is the share of the folds that chose Weight.
	Stability float64 `json:"stability"`
	Queries   int     `json:"queries"`
}

// ChooseWeight picks the weight with the best mean by cross-validation in five
// folds: each fold is answered with the weight that the other four choose. A
// choice follows the one-standard-error rule (Breiman, Friedman, Olshen and Stone,
// Classification and Regression Trees, 1984): of the weights that are worse than
// the best by at most one standard error of the difference, the one nearest to
// current is taken, so a weight changes only for a reason. It is deterministic.
//
// It returns an error where the candidates do not belong together, or have fewer
// than [MinQueries] queries.
func ChooseWeight(candidates []Candidate, current float64) (Choice, error) {
	sets, err := grid(candidates, current)
	if err != nil {
		return Choice{}, err
	}
	all := func(task, query int) bool { return true }
	chosen, best := sets.choose(all)
	inUse := slices.IndexFunc(sets.candidates, func(c Candidate) bool { return c.Weight == current })
	choice := Choice{
		Weight: sets.candidates[chosen].Weight, Current: current, Best: sets.candidates[best].Weight,
		Mean: sets.mean(chosen, all), CurrentMean: sets.mean(inUse, all), BestMean: sets.mean(best, all),
		StandardError: sets.standardError(best, inUse, all), Queries: sets.queries(),
	}
	sets.validate(&choice)
	return choice, nil
}

// weights are candidates with the fold of each query.
type weights struct {
	candidates []Candidate
	current    float64
	fold       [][]int // by task and query
}

func grid(candidates []Candidate, current float64) (weights, error) {
	w := weights{candidates: slices.SortedFunc(slices.Values(candidates), func(a, b Candidate) int { return cmp.Compare(a.Weight, b.Weight) }), current: current}
	if !slices.ContainsFunc(candidates, func(c Candidate) bool { return c.Weight == current }) {
		return weights{}, fmt.Errorf("the current weight %g is not among the candidates: measure it too", current)
	}
	for i, c := range w.candidates {
		if i > 0 && c.Weight == w.candidates[i-1].Weight {
			return weights{}, fmt.Errorf("weight %g is a candidate twice", c.Weight)
		}
		if !slices.EqualFunc(c.Scores, w.candidates[0].Scores, func(a, b []float64) bool { return len(a) == len(b) }) {
			return weights{}, fmt.Errorf("weights %g and %g have scores of different queries: measure them on the same tasks", w.candidates[0].Weight, c.Weight)
		}
	}
	w.deal()
	if slices.ContainsFunc(w.fold, func(f []int) bool { return len(f) < Folds }) {
		return weights{}, fmt.Errorf("a task has fewer than %d queries: leave out tasks that do not tune", Folds)
	}
	if n := w.queries(); n < MinQueries {
		return weights{}, fmt.Errorf("%d labelled queries are too few to choose a weight, want at least %d: %w", n, MinQueries, ErrTooFewQueries)
	}
	return w, nil
}

// ErrTooFewQueries says that there are too few labels to choose a weight.
var ErrTooFewQueries = errors.New("keep the weight that is in use, or add labels")

// validate fills in what the folds chose.
func (w *weights) validate(choice *Choice) {
	perTask := make([][]float64, len(w.fold))
	same := 0
	for fold := range Folds {
		chosen, _ := w.choose(func(task, query int) bool { return w.fold[task][query] != fold })
		weight := w.candidates[chosen].Weight
		choice.Folds = append(choice.Folds, weight)
		if weight == choice.Weight {
			same++
		}
		for task, folds := range w.fold {
			for query, f := range folds {
				if f == fold {
					perTask[task] = append(perTask[task], w.candidates[chosen].Scores[task][query])
				}
			}
		}
	}
	for _, scores := range perTask {
		choice.HeldOut += mean(scores) / float64(len(perTask))
	}
	choice.Stability = float64(same) / Folds
}
