package recommend

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"segue/data"
	"segue/recommend/passage"
)

// meanWeight is the share of an episode's mean vector in its score for a
// search; its best passage has the rest. The passage finds the place that
// answers, the mean keeps an episode that only mentions it behind one that is
// about it.
const meanWeight = 0.5

// Search returns the episodes that talk about text, which may be words or a
// question, best first. Each result has the passage that comes nearest as its
// snippet. It returns [ErrBlankQuery] for a text without words, and an error
// wrapping [ErrEmbedder] if the text could not be embedded.
func (e *Engine) Search(ctx context.Context, text string, o Options) (Search, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return Search{}, ErrBlankQuery
	}
	query, err := e.embedder.Query(ctx, text)
	if err != nil {
		if ctx.Err() != nil {
			return Search{}, ctx.Err()
		}
		return Search{}, fmt.Errorf("search: %w: %w", ErrEmbedder, err)
	}
	s := e.current.Load()
	ranked, err := s.search(ctx, query, o)
	if err != nil {
		return Search{}, fmt.Errorf("search: %w", err)
	}
	answer, err := e.answer(ctx, s, ranked, ModeSemantic, o, DefaultSearch)
	if err != nil {
		return Search{}, err
	}
	return Search{Query: text, Total: len(ranked), Facets: s.facets(ranked), Answer: answer}, nil
}

// search ranks every embedded episode by its best passage and its mean.
func (s *Snapshot) search(ctx context.Context, query []float32, o Options) ([]candidate, error) {
	means, err := s.index.Episodes(ctx, query)
	if err != nil {
		return nil, err
	}
	passages, err := s.index.Passages(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(means) != len(passages) {
		return nil, errors.New("index compared means and passages of different episodes")
	}
	mean := make(map[data.EpisodeID]float64, len(means))
	for _, m := range means {
		mean[m.Episode] = float64(m.Similarity)
	}
	ranked := make([]candidate, 0, len(passages))
	for _, p := range passages {
		score := (1-meanWeight)*float64(p.Similarity) + meanWeight*mean[p.Episode]
		if score > 0 { // else it has nothing to do with the query
			ranked = s.admit(ranked, p, score, o)
		}
	}
	order(ranked)
	return ranked, nil
}

// snippet cuts the numbered passage out of an episode. It is nil where the
// episode has no such passage, or was not found by one. Where the description has
// changed since it was embedded, the passage is that of the new text.
func snippet(e data.Episode, number int) *Snippet {
	if number == noPassage {
		return nil
	}
	passages := passage.Cut(e.Description)
	if number >= len(passages) || passages[number] == "" {
		return nil
	}
	return &Snippet{Text: passages[number], Highlights: [][2]int{}}
}
