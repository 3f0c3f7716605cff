package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"
)

// deal gives the queries of each task to the folds at random and in equal parts.
func (w *weights) deal() {
	random := rand.New(rand.NewPCG(seed, Folds))
	for _, scores := range w.candidates[0].Scores {
		folds := make([]int, len(scores))
		for i, query := range random.Perm(len(scores)) {
			folds[query] = i % Folds
		}
		w.fold = append(w.fold, folds)
	}
}

func (w *weights) queries() int {
	n := 0
	for _, folds := range w.fold {
		n += len(folds)
	}
	return n
}

// choose returns the candidate to take and the best one, looking at the queries
// that are used.
func (w *weights) choose(used func(task, query int) bool) (chosen, best int) {
	for i := range w.candidates {
		if w.mean(i, used) > w.mean(best, used) {
			best = i
		}
	}
	chosen = best
	for i := range w.candidates {
		loss := w.mean(best, used) - w.mean(i, used)
		if loss <= w.standardError(best, i, used) && w.distance(i) < w.distance(chosen) {
			chosen = i
		}
	}
	return chosen, best
}

// distance is how far a candidate is from the weight in use.
func (w *weights) distance(candidate int) float64 {
	return math.Abs(w.candidates[candidate].Weight - w.current)
}

// mean is the mean of the tasks' means.
func (w *weights) mean(candidate int, used func(task, query int) bool) float64 {
	var sum float64
	for task, scores := range w.candidates[candidate].Scores {
		sum += mean(pick(task, used, scores))
	}
	return sum / float64(len(w.fold))
}

// standardError is that of the difference of two candidates' means. Tasks are
// independent, so their variances add.
func (w *weights) standardError(a, b int, used func(task, query int) bool) float64 {
	var variance float64
	for task := range w.fold {
		differences := slices.Clone(w.candidates[a].Scores[task])
		for query, score := range w.candidates[b].Scores[task] {
			differences[query] -= score
		}
		differences = pick(task, used, differences)
		spread := deviation(differences)
		variance += spread * spread / float64(len(differences))
	}
	return math.Sqrt(variance) / float64(len(w.fold))
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
