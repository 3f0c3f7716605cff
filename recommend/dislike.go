package recommend

import "context"

// compareDisliked fills in the similarity of each candidate to the nearest disliked episode. It
// returns the mode of the comparison.
func (q *recommendRequest) compareDisliked(ctx context.Context, disliked []*Entry) (Mode, error) {
	mode := ModeKeyword
	for _, entry := range disliked {
		other, err := q.rankingLike(ctx, entry)
		if err != nil {
			return mode, err
		}
		if other.mode() != ModeKeyword {
			mode = other.mode()
		}
		for _, c := range q.candidates {
			if similar := other.byID[c.entry.ID]; similar.included {
				c.disliked = max(c.disliked, float32(min(other.relevance(similar), 1)))
			}
		}
	}
	return mode, nil
}

// rankingLike compares an episode with the episodes that are nearest to it, and with the
// candidates of q.
func (q *recommendRequest) rankingLike(ctx context.Context, entry *Entry) (*ranking, error) {
	other := q.Revision.ranking(Options{Weights: &q.weights, SemanticRatio: q.options.SemanticRatio})
	other.scope.exclude(entry)
	for _, c := range q.candidates {
		other.add(c.entry)
	}
	seed, err := other.seedsOf(ctx, []*Entry{entry})
	if err != nil {
		return nil, err
	}
	vectors := seed.means()
	if other.ratio == 0 {
		vectors = nil
	}
	if err := other.addSimilar(ctx, vectors); err != nil {
		return nil, err
	}
	_, like, err := other.like(ctx, seed.entries)
	if err != nil {
		return nil, err
	}
	if err := other.compareVectors(ctx, vectors); err != nil {
		return nil, err
	}
	if like != nil {
		defer like.Close()
		weights, err := like.Weights(ctx, other.entries())
		if err != nil {
			return nil, err
		}
		for i, c := range other.candidates {
			c.weight = weights[i]
		}
	}
	other.normalise()
	return other, nil
}
