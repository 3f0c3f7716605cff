package recommend

import (
	"context"
	"math"
)

// dislike is the share of its score that an episode loses which is as near to a
// disliked one as any. The loss falls with the square of nearness, so that one
// disliked episode takes its neighbourhood down and leaves the rest.
const dislike = 0.9

// takeAll makes every episode that may appear a candidate with the same score: where
// only dislikes are given, the latest follow each other as far as those leave them.
func (t *tasting) takeAll() {
	t.equal = true
	t.keyword = make([]float32, len(t.entries))
	for n, chosen := range t.chosen {
		if chosen {
			t.candidate[n], t.keyword[n] = true, 1
		}
	}
}

// avoid fills in how near each episode is to a disliked one: 1 for the nearest
// neighbour, 0 for what is no nearer than most. It returns by what that was told.
func (t *tasting) avoid(ctx context.Context, disliked []int) (Mode, error) {
	mode := ModeKeyword
	if len(disliked) == 0 {
		return mode, nil
	}
	t.ranking.disliked = make([]float32, len(t.entries))
	for _, n := range disliked {
		other := t.Snapshot.ranking(Options{Weights: &t.weights, SemanticRatio: t.options.SemanticRatio})
		other.exclude(n)
		if _, err := other.compare(ctx, n); err != nil {
			return mode, err
		}
		if other.mode() != ModeKeyword {
			mode = other.mode()
		}
		other.normalise()
		for i := range t.entries {
			near := float32(0)
			if other.candidate[i] {
				p := other.parts(i)
				near = float32(math.Min(p.Semantic+p.Keyword, 1))
			}
			t.ranking.disliked[i] = max(t.ranking.disliked[i], near)
		}
	}
	return mode, nil
}
