package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"
)

// assignFolds assigns the queries of each task to the folds at random, in equal parts.
func (v *validation) assignFolds() {
	random := rand.New(rand.NewPCG(seed, Folds))
	for _, scores := range v.candidates[0].Scores {
		folds := make([]int, len(scores))
		for i, query := range random.Perm(len(scores)) {
			folds[query] = i % Folds
		}
		v.fold = append(v.fold, folds)
	}
}

func (v *validation) queries() int {
	n := 0
	for _, folds := range v.fold {
		n += len(folds)
	}
	return n
}

// choose returns the chosen candidate and the best one for the queries that are used.
func (v *validation) choose(used func(task, query int) bool) (chosen, best int) {
	for i := range v.candidates {
		if v.mean(i, used) > v.mean(best, used) {
			best = i
		}
	}
	chosen = best
	for i := range v.candidates {
		loss := v.mean(best, used) - v.mean(i, used)
		if loss <= v.standardError(best, i, used) && v.distance(i) < v.distance(chosen) {
			chosen = i
		}
	}
	return chosen, best
}

// distance returns the difference of a candidate's weight and the weight in use.
func (v *validation) distance(candidate int) float64 {
	return math.Abs(v.candidates[candidate].Weight - v.current)
}

// mean returns the mean of the tasks' means.
func (v *validation) mean(candidate int, used func(task, query int) bool) float64 {
	var sum float64
	for task, scores := range v.candidates[candidate].Scores {
		sum += mean(pick(task, used, scores))
	}
	return sum / float64(len(v.fold))
}

// standardError returns the standard error of the difference of two candidates' means. Tasks
// are independent, so their variances add.
func (v *validation) standardError(a, b int, used func(task, query int) bool) float64 {
	var variance float64
	for task := range v.fold {
		differences := slices.Clone(v.candidates[a].Scores[task])
		for query, score := range v.candidates[b].Scores[task] {
			differences[query] -= score
		}
		differences = pick(task, used, differences)
		d := deviation(differences)
		variance += d * d / float64(len(differences))
	}
	return math.Sqrt(variance) / float64(len(v.fold))
}

// pick returns the values of the queries that are used.
func pick(task int, used func(task, query int) bool, values []float64) []float64 {
	var picked []float64
	for query, v := range values {
		if used(task, query) {
			picked = append(picked, v)
		}
	}
	return picked
}
