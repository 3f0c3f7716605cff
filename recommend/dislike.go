package recommend

import "context"

// comparison compares a disliked episode with the episodes that are nearest to it, and with the
// candidates of a request. The most similar episode of the catalogue has the similarity 1.
type comparison struct {
	*ranking
	disliked []*Entry // one episode
	// subjects is the episode; empty if it has no vectors or meaning is not used.
	subjects []subject
	// nearest are the passages nearest to the mean of each of subjects.
	nearest [][]PassageHit
}

func (q *recommendRequest) comparison(ctx context.Context, disliked *Entry) (*comparison, error) {
	c := &comparison{
		ranking:  q.Revision.ranking(Options{Weights: &q.weights, SemanticRatio: q.options.SemanticRatio}),
		disliked: []*Entry{disliked},
	}
	c.scope.exclude(disliked)
	seed, err := c.seedsOf(ctx, c.disliked)
	if err == nil && c.ratio > 0 {
		c.subjects = seed.subjects()
	}
	return c, err
}

// compareDisliked fills in the similarity of each candidate to the nearest disliked episode. It
// returns the mode of the comparison.
func (q *recommendRequest) compareDisliked(ctx context.Context) (Mode, error) {
	mode := ModeKeyword
	for _, c := range q.disliked {
		if err := c.compare(ctx, q.candidates); err != nil {
			return mode, err
		}
		if c.mode() != ModeKeyword {
			mode = c.mode()
		}
		for _, candidate := range q.candidates {
			if similar := c.byID[candidate.entry.ID]; similar.included {
				candidate.disliked = max(candidate.disliked, float32(min(c.relevance(similar), 1)))
			}
		}
	}
	return mode, nil
}

// compare fills in the scores of the candidates of a request and of the nearest episodes.
func (c *comparison) compare(ctx context.Context, candidates []*candidate) error {
	for _, known := range candidates {
		added := c.add(known.entry)
		added.embedding, added.loaded = known.embedding, known.loaded
	}
	c.addNearest(c.nearest)
	_, like, err := c.like(ctx, c.disliked)
	if err != nil {
		return err
	}
	if err := c.compareVectors(ctx, c.subjects); err != nil {
		return err
	}
	if like != nil {
		defer like.Close()
		weights, err := like.Weights(ctx, c.entries())
		if err != nil {
			return err
		}
		for i, candidate := range c.candidates {
			candidate.weight = weights[i]
		}
	}
	c.normalise()
	return nil
}
