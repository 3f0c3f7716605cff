package recommend

import (
	"context"
	"math"
	"slices"
)

const (
	// feedbackFrom is how many of the first answers a search learns from. With more
	// it drifts away from what was asked.
	feedbackFrom = 3
	// feedbackTerms is how many terms they add at most, feedbackShare what those
	// count beside the words of the search.
	feedbackTerms = 30
	feedbackShare = 0.2
)

// again searches a second time with what the first answers have in common: the
// vector moves towards their means (Rocchio, 1971), and terms that at least two of
// them have join the words (a relevance model, Lavrenko and Croft, 2001). What is
// found by it is still measured by how near it is, so the answer stays exact.
func (r *ranking) again(ctx context.Context, a *asked) error {
	keyword := slices.Clone(r.keyword)
	r.normalise()
	first, found := r.first(feedbackFrom), r.candidate
	r.keyword = keyword
	// The snippet answers what was asked, so what is near the moved vector is not kept.
	if _, err := r.near(ctx, r.towards(a.vector, first)); err != nil {
		return err
	}
	if len(first) > 0 {
		if err := r.likeFirst(ctx, a, first); err != nil {
			return err
		}
		for n := range r.keyword {
			if !found[n] { // the added terms order what was found, and find nothing
				r.keyword[n] = 0
			}
		}
	}
	r.normalise()
	return nil
}

// first are the k best candidates as they stand now.
func (r *ranking) first(k int) []ranked {
	list := make([]ranked, 0, k+1)
	for n, candidate := range r.candidate {
		if !candidate || !r.standsAmong(n, r.candidate) {
			continue
		}
		score := r.parts(n).Sum()
		if score > 0 && (len(list) < k || score > list[k-1].score) {
			list = append(list, ranked{entry: n, score: score})
			order(list, len(list))
			list = list[:min(k, len(list))]
		}
	}
	return list
}

// towards moves a vector towards the means of episodes, by their scores.
func (r *ranking) towards(vector []float32, list []ranked) []float32 {
	sum := make([]float64, len(vector))
	for _, c := range list {
		for i, x := range r.vectors.Vector(c.entry) {
			sum[i] += c.score * float64(x)
		}
	}
	length := 0.0
	for _, x := range sum {
		length += x * x
	}
	moved := slices.Clone(vector)
	if length > 0 {
		for i, x := range sum {
			moved[i] += float32(r.weights.Feedback * x / math.Sqrt(length))
		}
	}
	return moved
}

// likeFirst adds the terms that the first answers have in common to what is
// searched by words.
func (r *ranking) likeFirst(ctx context.Context, a *asked, first []ranked) error {
	if r.keyword == nil || len(a.query.Terms) == 0 || slices.Max(r.keyword) == 0 {
		return nil // what no episode says must not be found by other words
	}
	common, err := r.common(ctx, first)
	if err != nil || len(common) == 0 {
		return err
	}
	asked, added := 0.0, 0.0
	for _, t := range a.query.Terms {
		asked += t.Weight
	}
	for _, t := range common {
		added += t.Weight
	}
	for n := range r.keyword {
		r.keyword[n] *= float32((1 - feedbackShare) / asked)
	}
	for i := range common {
		common[i].Weight *= feedbackShare / added
	}
	return r.words.Like(ctx, common, r.keyword)
}

// common are the terms that at least two of the episodes have, with the sum of
// their weights by the episodes' scores: those that tell the first episode best from
// others, and then the next.
func (r *ranking) common(ctx context.Context, list []ranked) ([]Term, error) {
	type shared struct {
		Term
		episodes int
	}
	var terms []shared
	numbers := map[string]int{}
	for _, c := range list {
		own, err := r.words.Terms(ctx, c.entry, likeTerms)
		if err != nil {
			return nil, err
		}
		for _, t := range own {
			i, known := numbers[t.Stem]
			if !known {
				i, numbers[t.Stem] = len(terms), len(terms)
				terms = append(terms, shared{Term: Term{Stem: t.Stem, Word: t.Word}})
			}
			terms[i].Weight += c.score * t.Weight
			terms[i].episodes++
		}
	}
	common := make([]Term, 0, feedbackTerms)
	for _, t := range terms {
		if t.episodes > 1 && len(common) < feedbackTerms {
			common = append(common, t.Term)
		}
	}
	return common, nil
}
