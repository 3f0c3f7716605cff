package recommend

// diversityPool is how many of the best results MMR puts in order. It is the same
// for every page, so that pages join; what comes after keeps its order.
const diversityPool = 200

// diversify orders the first of list by maximal marginal relevance (Carbonell and
// Goldstein, 1998): the next is the one with the highest
//
//	(1-d)·score + d·(1 - likeness to the most like before it)
//
// where d is the option. The score becomes that sum, so that it still falls from
// result to result.
func (r *ranking) diversify(list []ranked) []ranked {
	d := r.options.Diversity
	if !(d > 0) || len(list) == 0 {
		return list
	}
	pool, rest := list[:min(len(list), diversityPool)], list[min(len(list), diversityPool):]
	likeness := make([]float64, len(pool)) // to the most like that is placed
	value := func(i int) float64 { return (1-d)*pool[i].score + d*(1-likeness[i]) }
	for placed := range pool {
		best := placed
		for i := placed + 1; i < len(pool); i++ {
			if value(i) > value(best) {
				best = i
			}
		}
		// A rotation instead of a swap keeps equals in their order.
		moved, like := pool[best], likeness[best]
		moved.score, moved.diversity = value(best), value(best)-moved.score
		copy(pool[placed+1:best+1], pool[placed:best])
		copy(likeness[placed+1:best+1], likeness[placed:best])
		pool[placed], likeness[placed] = moved, like
		for i := placed + 1; i < len(pool); i++ {
			likeness[i] = max(likeness[i], r.likeness(pool[i].entry, moved.entry))
		}
	}
	// What is not in the pool was never compared: it is below what is.
	lowest := pool[len(pool)-1].score
	for i := range rest {
		score := min((1-d)*rest[i].score, lowest)
		rest[i].score, rest[i].diversity = score, score-rest[i].score
	}
	return list
}

// likeness of two episodes is 0 to 1: that of what they are about, and at least
// guestLikeness where they have a guest in common.
func (r *ranking) likeness(a, b int) float64 {
	like := max(float64(r.vectors.Similarity(a, b)), 0)
	if overlap(r.entries[a].guests, r.entries[b].guests) {
		like = max(like, guestLikeness)
	}
	return min(like, 1)
}

// guestLikeness is how alike a shared guest makes two episodes: as near duplicates
// in meaning are, but not the same.
const guestLikeness = 0.8
