package recommend

import "segue/recommend/cosine"

// diversityPool is the number of best results that diversity reorders. It is the same for
// every page, so that pages join. Later results keep their order.
const diversityPool = 200

// diversify orders the first results by maximal marginal relevance (Carbonell and Goldstein,
// 1998): the next result has the highest
//
//	(1-d)·score + d·(1 - highest similarity to a result before it)
//
// with the option Diversity as d. This sum becomes the score, so scores decrease from result
// to result.
func (r *ranking) diversify(list []ranked) []ranked {
	d := r.options.Diversity
	if len(list) == 0 {
		return list
	}
	pool, rest := list[:min(len(list), diversityPool)], list[min(len(list), diversityPool):]
	nearest := make([]float64, len(pool)) // highest similarity to a result that is placed
	value := func(i int) float64 { return (1-d)*pool[i].score + d*(1-nearest[i]) }
	for placed := range pool {
		best := placed
		for i := placed + 1; i < len(pool); i++ {
			if value(i) > value(best) {
				best = i
			}
		}
		// A rotation, unlike a swap, keeps equals in their order.
		next, similarity := pool[best], nearest[best]
		next.score, next.diversity = value(best), value(best)-next.score
		copy(pool[placed+1:best+1], pool[placed:best])
		copy(nearest[placed+1:best+1], nearest[placed:best])
		pool[placed], nearest[placed] = next, similarity
		for i := placed + 1; i < len(pool); i++ {
			nearest[i] = max(nearest[i], similarityOf(pool[i].candidate, next.candidate))
		}
	}
	// The rest was not compared with anything. It stays below the pool.
	lowest := pool[len(pool)-1].score
	for i := range rest {
		score := min((1-d)*rest[i].score, lowest)
		rest[i].score, rest[i].diversity = score, score-rest[i].score
	}
	return list
}

// guestSimilarity is the lowest similarity of two episodes with a common guest. Near-duplicates
// in meaning have about the same similarity.
const guestSimilarity = 0.8

// similarityOf returns how similar two episodes are for diversity, 0 to 1.
func similarityOf(a, b *candidate) float64 {
	similarity := 0.0
	if len(a.embedding.Passages) > 0 && len(b.embedding.Passages) > 0 {
		similarity = max(similarity, float64(cosine.Dot(a.mean(), b.mean())))
	}
	if overlap(a.entry.Guests, b.entry.Guests) {
		similarity = max(similarity, guestSimilarity)
	}
	return min(similarity, 1)
}

// mean returns the mean vector of the candidate's passages. It is computed once.
func (c *candidate) mean() []float32 {
	if c.meanVector == nil {
		c.meanVector = c.embedding.Mean()
	}
	return c.meanVector
}
