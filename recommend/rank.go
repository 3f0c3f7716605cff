package recommend

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// ranked is an episode with its place in an answer.
type ranked struct {
	entry int // its number in the snapshot, which is also its place among equals
	score float64
	// source is set for an episode of the ladder, diversity for one that MMR placed.
	source    Source
	diversity float64
}

// choose returns the episodes that a filter chooses.
func (s *Snapshot) choose(f data.Filter) []bool {
	chosen := make([]bool, len(s.entries))
	all := f.IsZero()
	for n := range chosen {
		chosen[n] = all || f.Match(s.entries[n].Episode)
	}
	return chosen
}

// rank puts the candidates in order as far as the page that is asked for: a total
// order, without re-runs beside their original.
func (r *ranking) rank() []ranked {
	list := r.scored()
	list = slices.DeleteFunc(list, func(c ranked) bool { return !r.standsAmong(c.entry, r.candidate) })
	if r.options.CollapseShows {
		order(list, len(list))
		return r.diversify(r.firstOfEachShow(list))
	}
	order(list, max(r.options.Offset+MaxLimit, diversityPool))
	return r.diversify(list)
}

// scored are the candidates that have a score to be shown; the others are none any
// more.
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
		parts := r.parts(n)
		score := min(max(parts.Sum(), 0), 1)
		// What is new answers nothing by that alone.
		r.candidate[n] = parts.Sum()-parts.Recency > 0 && score >= r.options.Threshold
		if r.candidate[n] {
			list = append(list, ranked{entry: n, score: score})
		}
	}
	return list
}

// standsAmong reports whether n, which is among some episodes, stands there for its
// group: it is the original or, where that is not among them, the first that is.
func (s *Snapshot) standsAmong(n int, some []bool) bool {
	for _, member := range s.group[n] {
		if some[member] {
			return member == n
		}
	}
	return true
}

// order puts the first k of a list in their places, by score and then newest first, as
// the entries stand. Those behind them are in no order: nobody turns the pages of a
// whole catalogue.
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

// partition takes the k highest, and those that equal the lowest of them, to the
// front, and returns how many these are.
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

func (r *ranking) firstOfEachShow(list []ranked) []ranked {
	seen := map[data.ShowID]bool{}
	return slices.DeleteFunc(list, func(c ranked) bool {
		show := r.entries[c.entry].Show.ID
		again := seen[show]
		seen[show] = show != "" // an unknown show is not the same as another
		return again
	})
}

// page makes the page of list that the options ask for. explain adds to a result
// what depends on the question.
func (e *Engine) page(ctx context.Context, r *ranking, list []ranked, mode Mode, defaultLimit int, explain func(*Result, ranked) error) (Answer, error) {
	o := r.options
	limit := min(cmp.Or(max(o.Limit, 0), defaultLimit), MaxLimit)
	begin := min(max(o.Offset, 0), len(list))
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
		Results: []Result{}, Offset: max(o.Offset, 0), Limit: limit, More: begin+len(page) < len(list),
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
	parts := Scores{}
	if c.source == "" {
		parts = r.parts(c.entry)
		parts.Diversity = c.diversity
		if out.Source = parts.source(); r.equal {
			out.Source = SourceLatest
		}
	}
	if r.options.Explain {
		out.Scores = &parts
	}
	return out
}

// source is the signal with the largest part.
func (p Scores) source() Source {
	switch {
	case p.People > p.Semantic && p.People > p.Keyword:
		return SourcePeople
	case p.Semantic >= p.Keyword:
		return SourceSemantic
	default:
		return SourceKeyword
	}
}

// duplicates are the episodes that n stands for.
func (r *ranking) duplicates(n int) []Duplicate {
	list := []Duplicate{}
	for _, member := range r.group[n] {
		if member == n {
			continue
		}
		reason := r.groups.Reason(member)
		if reason == "" { // the original, which the filter or the words left out
			reason = r.groups.Reason(n)
		}
		e := r.entries[member].Episode
		list = append(list, Duplicate{ID: e.ID, Title: e.Title, Reason: string(reason)})
	}
	return list
}
