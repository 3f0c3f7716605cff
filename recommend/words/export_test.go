package words

import (
	"context"
	"fmt"

	"segue/recommend"
)

// Search is [View.Match] for callers that need a score and a mark for each slot: it sets
// scores[n] and excluded[n] for the episode of slot n.
func (v *View) Search(ctx context.Context, q recommend.WordQuery, scores []float32, excluded []bool) error {
	if len(scores) != len(v.documents) || len(excluded) != len(v.documents) {
		return fmt.Errorf("got %d scores and %d exclusion marks for %d slots; want one of each per slot", len(scores), len(excluded), len(v.documents))
	}
	var m Matches
	if err := v.Match(ctx, q, &m); err != nil {
		return err
	}
	clear(excluded)
	copy(excluded, m.Excluded)
	copy(scores, m.Scores)
	return nil
}
