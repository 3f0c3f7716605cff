package recommend

import "context"

// compareDisliked fills in the similarity of each episode to the nearest disliked one. It
// returns the mode of the comparison.
func (q *recommendRequest) compareDisliked(ctx context.Context, disliked []int) (Mode, error) {
	mode := ModeKeyword
	if len(disliked) == 0 {
		return mode, nil
	}
	q.disliked = make([]float32, len(q.entries))
	for _, n := range disliked {
		other := q.Snapshot.ranking(Options{Weights: &q.weights, SemanticRatio: q.options.SemanticRatio})
		other.exclude(n)
		if err := other.compareVectors(ctx, q.vectorsOf([]int{n})); err != nil {
			return mode, err
		}
		if _, err := other.compareWords(ctx, []int{n}); err != nil {
			return mode, err
		}
		if other.mode() != ModeKeyword {
			mode = other.mode()
		}
		other.normalise()
		for i, candidate := range other.candidate {
			if candidate {
				q.disliked[i] = max(q.disliked[i], float32(min(other.relevance(i), 1)))
			}
		}
	}
	return mode, nil
}
