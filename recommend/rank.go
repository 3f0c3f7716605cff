package recommend

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// ranked is an episode at its place in an answer.
type ranked struct {
	*candidate
	score float64
	// source is set for a fallback, which has no score.
	source Source
	// diversity is the contribution of diversity to the score.
	diversity float64
}

// rank returns the candidates without duplicates, in a total order.
func (r *ranking) rank(ctx context.Context) ([]ranked, error) {
	list := r.scored(r.options.Threshold)
	order(list)
	list = r.onlyMatches(list)
	if r.options.CollapseShows {
		list = firstOfEachShow(list)
	}
	if !(r.options.Diversity > 0) {
		return list, nil
	}
	err := r.loadEmbeddings(ctx)
	return r.diversify(list), err
}

// scored returns the candidates with a score of at least threshold: of each group of duplicates only the representative or, if that is not a candidate, the next in the order of the
// group.
func (r *ranking) scored(threshold float64) []ranked {
	list := make([]ranked, 0, len(r.candidates))
	first := map[data.EpisodeID]int{} // the lowest rank of each group
	for _, c := range r.candidates {
		if !c.included {
			continue
		}
		score, relevance := r.score(c)
		score = min(max(score, 0), 1)
		if !(relevance > 0) || score < threshold {
			continue
		}
		list = append(list, ranked{candidate: c, score: score})
		if g := c.entry.Group; g.ID != "" {
			if rank, known := first[g.ID]; !known || g.Rank < rank {
				first[g.ID] = g.Rank
			}
		}
	}
	return slices.DeleteFunc(list, func(c ranked) bool {
		g := c.entry.Group
		return g.ID != "" && g.Rank != first[g.ID]
	})
}

// order sorts a list by score, and then newest first.
func order(list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return CompareEntries(a.entry, b.entry)
	})
}

// firstOfEachShow keeps the first episode of each show. Episodes without a show all stay.
func firstOfEachShow(list []ranked) []ranked {
	seen := map[data.ShowID]bool{}
	return slices.DeleteFunc(list, func(c ranked) bool {
		show := c.entry.Show.ID
		repeated := seen[show]
		seen[show] = show != ""
		return repeated
	})
}

// page returns the requested page of list. explain adds the reasons and the snippet to a
// result.
func (e *Engine) page(ctx context.Context, r *ranking, list []ranked, mode Mode, defaultLimit int, explain func(*Result, ranked) error) (Answer, error) {
	o := r.options
	limit := cmp.Or(o.Limit, defaultLimit)
	begin := min(o.Offset, len(list))
	page := list[begin:min(begin+limit, len(list))]
	a := Answer{
		Offset: o.Offset, Limit: limit, More: begin+len(page) < len(list),
		Mode: mode, Model: r.info.Model, Index: r.info.Name,
	}
	if o.Bare {
		for _, c := range page {
			a.Results = append(a.Results, r.result(c.entry.Episode, c))
		}
		return a, nil
	}
	var err error
	if a.Results, err = e.results(ctx, r, page, explain); err == nil {
		a.Weak, err = e.results(ctx, r, r.matcher.weak, explain)
	}
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	for i := range a.Weak {
		a.Weak[i].Weak, a.Weak[i].Confidence = true, ConfidenceLow
	}
	return a, nil
}

// results returns the results of a list, without episodes that were removed after this revision.
func (e *Engine) results(ctx context.Context, r *ranking, list []ranked, explain func(*Result, ranked) error) ([]Result, error) {
	ids := make([]data.EpisodeID, len(list))
	for i, c := range list {
		ids[i] = c.entry.ID
	}
	episodes, err := e.catalog.Episodes(ctx, ids)
	if err != nil {
		return nil, err
	}
	topics, err := r.topicsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	results := []Result{}
	for i, c := range list {
		episode, ok := episodes[c.entry.ID]
		if !ok {
			continue
		}
		result := r.result(r.shown(episode), c)
		result.Topics = topics[i]
		if err := explain(&result, c); err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

func (r *ranking) result(episode data.Episode, c ranked) Result {
	out := Result{Episode: episode, Score: c.score, Source: c.source, Confidence: r.confidence(c), Reasons: []Reason{}, Duplicates: append([]Duplicate{}, c.entry.Group.Others...)}
	scores := Scores{}
	if c.source == "" {
		scores = r.scores(c.candidate)
		scores.Diversity = c.diversity
		if out.Source = scores.source(); r.latest {
			out.Source = SourceLatest
		}
	}
	if r.options.Explain {
		out.Scores = &scores
	}
	return out
}
