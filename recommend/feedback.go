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

// applyFeedback ranks the candidates a second time with the first results (pseudo-relevance
// feedback): it moves the vector towards their mean vectors (Rocchio, 1971), and adds terms that
// at least two of them have (a relevance model, Lavrenko and Croft, 2001).
func (r *ranking) applyFeedback(ctx context.Context, s *searchRequest) error {
	first := r.first(feedbackResults)
	if err := r.comparePassages(ctx, r.expandVector(s.vector, first)); err != nil {
		return err
	}
	if len(first) > 0 {
		if err := r.addFeedbackTerms(ctx, s, first); err != nil {
			return err
		}
	}
	r.normalise()
	return nil
}

// first returns the k best candidates.
func (r *ranking) first(k int) []ranked {
	list := r.scored(0)
	order(list)
	return list[:min(k, len(list))]
}

// expandVector returns a unit vector between vector and the mean vectors of episodes, which are
// weighted by score.
func (r *ranking) expandVector(vector []float32, list []ranked) []float32 {
	sum := make([]float64, len(vector))
	for _, c := range list {
		for i, x := range c.embedding.Mean() {
			sum[i] += c.score * float64(x)
		}
	}
	length := norm(sum)
	if length == 0 {
		return vector
	}
	for i, x := range sum {
		sum[i] = float64(vector[i]) + r.weights.Feedback*x/length
	}
	expanded := make([]float32, len(vector))
	for i, length := 0, norm(sum); i < len(sum) && length > 0; i++ {
		expanded[i] = float32(sum[i] / length)
	}
	return expanded
}

func norm(v []float64) float64 {
	square := 0.0
	for _, x := range v {
		square += x * x
	}
	return math.Sqrt(square)
}

// addFeedbackTerms adds the terms that the first results have in common to the weights of the
// candidates with words of the search. The added terms only change the order.
func (r *ranking) addFeedbackTerms(ctx context.Context, s *searchRequest, first []ranked) error {
	matching := slices.ContainsFunc(r.candidates, func(c *candidate) bool { return c.weight > 0 })
	if !r.byWords || len(s.query.Terms) == 0 || !matching {
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
	for i := range common {
		common[i].Weight *= feedbackShare / added
	}
	like, err := r.Index.Like(ctx, common, r.scope, 0)
	if err != nil {
		return err
	}
	defer like.Close()
	weights, err := like.Weights(ctx, r.entries())
	if err != nil {
		return err
	}
	for i, c := range r.candidates {
		if c.included {
			c.weight = c.weight*float32((1-feedbackShare)/own) + weights[i]
		}
	}
	return nil
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
		own, err := r.Index.Terms(ctx, c.entry, seedTerms)
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
