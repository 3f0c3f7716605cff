package recommend

import (
	"context"
	"math"
	"slices"
)

const (
	// feedbackResults is the number of first results that are used for feedback. With more,
	// the results drift away from the query.
	feedbackResults = 3
	// feedbackTerms is the highest number of added terms. feedbackShare is the share of these
	// terms in the score by words.
	feedbackTerms = 30
	feedbackShare = 0.2
)

// applyFeedback searches a second time with the first results (pseudo-relevance feedback): it
// moves the vector towards their mean vectors (Rocchio, 1971), and adds terms that at least two
// of them have (a relevance model, Lavrenko and Croft, 2001).
func (r *ranking) applyFeedback(ctx context.Context, s *searchRequest) error {
	first, found := r.first(feedbackResults), r.candidate
	// s.nearest does not change: snippets show the passages that are nearest to the query.
	if _, err := r.comparePassages(ctx, r.expandVector(s.vector, first)); err != nil {
		return err
	}
	if len(first) > 0 {
		if err := r.addFeedbackTerms(ctx, s, first); err != nil {
			return err
		}
		for n := range r.bm25 {
			if !found[n] { // the added terms only change the order
				r.bm25[n] = 0
			}
		}
	}
	r.normalise()
	return nil
}

// first returns the k best candidates.
func (r *ranking) first(k int) []ranked {
	list := make([]ranked, 0, k+1)
	for n, candidate := range r.candidate {
		if !candidate || !r.isRepresentative(n, r.candidate) {
			continue
		}
		score, _ := r.score(n)
		if score > 0 && (len(list) < k || score > list[k-1].score) {
			list = append(list, ranked{entry: n, score: score})
			order(list, len(list))
			list = list[:min(k, len(list))]
		}
	}
	return list
}

// expandVector returns vector plus the mean vectors of episodes, weighted by score.
func (r *ranking) expandVector(vector []float32, list []ranked) []float32 {
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
	expanded := slices.Clone(vector)
	if length > 0 {
		for i, x := range sum {
			expanded[i] += float32(r.weights.Feedback * x / math.Sqrt(length))
		}
	}
	return expanded
}

// addFeedbackTerms adds the terms that the first results have in common to the scores by
// words.
func (r *ranking) addFeedbackTerms(ctx context.Context, s *searchRequest, first []ranked) error {
	if r.bm25 == nil || len(s.query.Terms) == 0 || slices.Max(r.bm25) == 0 {
		return nil // the words of the query found nothing, so the added terms must not either
	}
	common, err := r.common(ctx, first)
	if err != nil || len(common) == 0 {
		return err
	}
	own, added := 0.0, 0.0
	for _, t := range s.query.Terms {
		own += t.Weight
	}
	for _, t := range common {
		added += t.Weight
	}
	for n := range r.bm25 {
		r.bm25[n] *= float32((1 - feedbackShare) / own)
	}
	for i := range common {
		common[i].Weight *= feedbackShare / added
	}
	return r.words.Like(ctx, common, r.bm25)
}

// common returns the terms that at least two of the episodes have. The weight of a term is the
// sum of its weights times the episodes' scores. The most distinctive terms of the first
// episode come first, then the terms of the second.
func (r *ranking) common(ctx context.Context, list []ranked) ([]Term, error) {
	type shared struct {
		Term
		episodes int
	}
	var terms []shared
	numbers := map[string]int{}
	for _, c := range list {
		own, err := r.words.Terms(ctx, c.entry, seedTerms)
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
