package recommend

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"segue/data"
)

// candidate is an episode on its way into an answer.
type candidate struct {
	entry   int // its number in the snapshot, which is also its place among equals
	score   float64
	source  Source
	passage int
}

// noPassage is the passage of a candidate that was found by its mean.
const noPassage = -1

// admit appends the episode of m with its score, if filter and threshold choose
// it. A score that is no number is dropped, and one below 0 counts as 0: opposite
// meaning is no less related than none.
func (s *Snapshot) admit(list []candidate, m Match, score float64, o Options) []candidate {
	entry, known := s.position[m.Episode]
	score = min(max(score, 0), 1)
	if !known || math.IsNaN(score) || score < o.Threshold || !o.Filter.Match(s.entries[entry].Episode) {
		return list
	}
	return append(list, candidate{entry: entry, score: score, source: SourceSemantic, passage: m.Passage})
}

// order sorts by score; equals stay newest first, as the entries stand.
func order(list []candidate) {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
	})
}

// answer makes the page of ranked that o asks for.
func (e *Engine) answer(ctx context.Context, s *Snapshot, ranked []candidate, mode Mode, o Options, defaultLimit int) (Answer, error) {
	limit := min(cmp.Or(o.Limit, defaultLimit), MaxLimit)
	begin := min(max(o.Offset, 0), len(ranked))
	page := ranked[begin:min(begin+limit, len(ranked))]

	ids := make([]data.EpisodeID, len(page))
	for i, c := range page {
		ids[i] = s.entries[c.entry].ID
	}
	episodes, err := e.catalog.Episodes(ctx, ids)
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	a := Answer{
		Results: []Result{}, Offset: max(o.Offset, 0), Limit: limit, More: begin+len(page) < len(ranked),
		Mode: mode, Model: s.model, Index: s.name,
	}
	for _, c := range page {
		episode, ok := episodes[s.entries[c.entry].ID]
		if !ok {
			continue // removed since the snapshot was made
		}
		a.Results = append(a.Results, result(episode, c, o.Explain))
	}
	return a, nil
}

func result(episode data.Episode, c candidate, explain bool) Result {
	r := Result{Episode: episode, Score: c.score, Source: c.source, Reasons: []Reason{}, Snippet: snippet(episode, c.passage)}
	if explain {
		r.Scores = &Scores{Semantic: c.score}
	}
	return r
}
