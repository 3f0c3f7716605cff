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
	entry int // number in the snapshot; the lower one comes first if scores are equal
	score float64
	// source is set for a fallback, which has no score.
	source Source
	// diversity is the contribution of diversity to the score.
	diversity float64
}

// rank returns the candidates without duplicates, in a total order at least up to the
// requested page.
func (r *ranking) rank() []ranked {
	list := r.scored()
	list = slices.DeleteFunc(list, func(c ranked) bool { return !r.isRepresentative(c.entry, r.candidate) })
	if r.options.CollapseShows {
		order(list, len(list))
		return r.diversify(r.firstOfEachShow(list))
	}
	order(list, max(r.options.Offset+MaxLimit, diversityPool))
	return r.diversify(list)
}

// scored returns the candidates with a score that may be shown. The others are no longer
// candidates.
func (r *ranking) scored() []ranked {
	count := 0
	for _, candidate := range r.candidate {
		if candidate {
			count++
		}
	}
	list := make([]ranked, 0, count)
	for n, candidate := range r.candidate {
		if !candidate {
			continue
		}
		score, relevance := r.score(n)
		score = min(max(score, 0), 1)
		if r.candidate[n] = relevance > 0 && score >= r.options.Threshold; r.candidate[n] {
			list = append(list, ranked{entry: n, score: score})
		}
	}
	return list
}

// isRepresentative reports whether n, one of some episodes, represents its group of
// duplicates among them: it is the original or, if that is not among them, the first.
func (s *Snapshot) isRepresentative(n int, some []bool) bool {
	for _, member := range s.group[n] {
		if some[member] {
			return member == n
		}
	}
	return true
}

// order sorts the first k of a list by score, and then newest first. The rest is in no
// order: no client pages through a whole catalogue.
func order(list []ranked, k int) {
	if k < len(list) {
		list = list[:partition(list, k)]
	}
	slices.SortFunc(list, func(a, b ranked) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(a.entry, b.entry)
	})
}

// partition moves the k results with the highest scores to the front, and all results that
// equal the lowest of them. It returns their number.
func partition(list []ranked, k int) int {
	best := highest[float64]{k: max(k, 0)}
	for _, c := range list {
		best.add(c.score)
	}
	least, front := best.least(0), 0
	for i, c := range list {
		if c.score >= least {
			list[i], list[front] = list[front], c
			front++
		}
	}
	return front
}

// firstOfEachShow keeps the first episode of each show. Episodes without a show all stay.
func (r *ranking) firstOfEachShow(list []ranked) []ranked {
	seen := map[data.ShowID]bool{}
	return slices.DeleteFunc(list, func(c ranked) bool {
		show := r.entries[c.entry].Show.ID
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

	ids := make([]data.EpisodeID, len(page))
	for i, c := range page {
		ids[i] = r.entries[c.entry].ID
	}
	episodes, err := e.catalog.Episodes(ctx, ids)
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	a := Answer{
		Results: []Result{}, Offset: o.Offset, Limit: limit, More: begin+len(page) < len(list),
		Mode: mode, Model: r.model, Index: r.name,
	}
	for _, c := range page {
		episode, ok := episodes[r.entries[c.entry].ID]
		if !ok {
			continue // removed since the snapshot was made
		}
		result := r.result(episode, c)
		if err := explain(&result, c); err != nil {
			return Answer{}, err
		}
		a.Results = append(a.Results, result)
	}
	return a, nil
}

func (r *ranking) result(episode data.Episode, c ranked) Result {
	out := Result{Episode: episode, Score: c.score, Source: c.source, Reasons: []Reason{}, Duplicates: r.duplicates(c.entry)}
	scores := Scores{}
	if c.source == "" {
		scores = r.scores(c.entry)
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

// duplicates returns the other episodes of an entry's group.
func (r *ranking) duplicates(n int) []Duplicate {
	list := []Duplicate{}
	for _, member := range r.group[n] {
		if member == n {
			continue
		}
		reason := r.groups.Reason(member)
		if reason == "" { // the original, which the filter or the words excluded
			reason = r.groups.Reason(n)
		}
		e := r.entries[member].Episode
		list = append(list, Duplicate{ID: e.ID, Title: e.Title, Reason: string(reason)})
	}
	return list
}
