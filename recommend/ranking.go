package recommend

import (
	"math"

	"segue/data"
)

// ranking is the working state of one answer: the episodes that may appear, and their
// scores. Its slices have the length of the snapshot.
type ranking struct {
	*Snapshot
	options Options
	// ratio is the share of meaning in the relevance of an episode; words have the rest.
	ratio   float64
	weights Weights
	// chosen has the episodes that may appear.
	chosen []bool
	// cosines and bm25 are the raw scores by meaning and by words: a cosine or [NoVector],
	// and a sum of BM25 weights. Either is nil if it is not used.
	cosines, bm25 []float32
	// semantic and keyword are the raw scores of candidates after normalise, 0 to 1.
	semantic, keyword []float32
	// candidate has the episodes that meaning or words found.
	candidate []bool
	// seeds is nil in a search.
	seeds *seeds
	// latest is set if a request has only disliked episodes: all others have the same
	// relevance, and the newest come first.
	latest bool
	// disliked is the similarity to the nearest disliked episode, 0 to 1; nil if there is
	// none.
	disliked []float32
}

// ranking begins an answer about episodes; see searchRanking for a search.
func (s *Snapshot) ranking(o Options) *ranking {
	r := &ranking{Snapshot: s, options: o, weights: s.weights, chosen: s.choose(o.Filter)}
	if o.Weights != nil {
		r.weights = *o.Weights
	}
	r.ratio = r.weights.Similar
	if o.SemanticRatio != nil {
		r.ratio = *o.SemanticRatio
	}
	return r
}

// choose returns which episodes a filter matches.
func (s *Snapshot) choose(f data.Filter) []bool {
	chosen := make([]bool, len(s.entries))
	all := f.IsZero()
	for n := range chosen {
		chosen[n] = all || f.Match(s.entries[n].Episode)
	}
	return chosen
}

// exclude removes an episode and its duplicates from the answer.
func (r *ranking) exclude(n int) {
	r.chosen[n] = false
	for _, member := range r.group[n] {
		r.chosen[member] = false
	}
}

// mode returns which scores the ranking has.
func (r *ranking) mode() Mode {
	switch {
	case r.cosines == nil:
		return ModeKeyword
	case r.bm25 == nil:
		return ModeSemantic
	default:
		return ModeHybrid
	}
}

const (
	// candidateDepth is the number of nearest episodes that are candidates, and the number of
	// best episodes by words that define the scale of cosines. Fewer than 200 change the order
	// of the first ten results; more do not.
	candidateDepth = 200
	// nearShare is the lowest cosine, as a share of the highest, that makes an episode a
	// candidate by meaning alone. In a small catalogue the nearest 200 would be everything.
	nearShare = 0.5
	// floorShare is the highest cosine that becomes 0, as a share of the highest cosine. In a
	// small catalogue even the least similar candidate may be similar.
	floorShare = 0.5
)

// scale has the raw scores that become 0 and 1: the cosines low and high, and the BM25 weights
// 0 and best.
type scale struct{ low, high, best float32 }

// normalise finds the candidates and scales their raw scores to 0 to 1: cosines between the
// lowest and the highest of the nearest episodes and the best by words, BM25 weights between 0
// and the highest. Most candidates by meaning alone have the weight 0. This is min-max fusion
// (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023).
// Call exclude first: the cosine 1 of a seed would stretch the scale.
func (r *ranking) normalise() {
	s := r.findCandidates()
	r.semantic, r.keyword = nil, nil
	if r.bm25 != nil {
		r.keyword = make([]float32, len(r.entries))
		for n, candidate := range r.candidate {
			if candidate {
				r.keyword[n] = fraction(r.bm25[n], 0, s.best)
			}
		}
	}
	if r.cosines != nil {
		r.semantic = make([]float32, len(r.entries))
		for n, candidate := range r.candidate {
			if candidate {
				r.semantic[n] = r.normalCosine(n, s)
			}
		}
	}
}

// findCandidates fills in the candidates and returns the scale of their scores.
func (r *ranking) findCandidates() scale {
	r.candidate = make([]bool, len(r.entries))
	nearest, matching := r.thresholds()
	s := scale{low: 1}
	for n, chosen := range r.chosen {
		if !chosen {
			continue
		}
		isNear := r.cosines != nil && r.cosines[n] >= nearest
		matches := r.bm25 != nil && r.bm25[n] > 0
		r.candidate[n] = isNear || matches
		if r.cosines != nil && r.cosines[n] != NoVector && (isNear || matches && r.bm25[n] >= matching) {
			s.low, s.high = min(s.low, r.cosines[n]), max(s.high, r.cosines[n])
		}
		if matches {
			s.best = max(s.best, r.bm25[n])
		}
	}
	s.low = min(s.low, floorShare*s.high)
	return s
}

// thresholds returns the lowest cosine of a candidate by meaning, and the lowest BM25
// weight of an episode that defines the scale of cosines.
func (r *ranking) thresholds() (cosine, bm25 float32) {
	cosine, bm25 = float32(math.Inf(1)), float32(math.Inf(1))
	if r.cosines != nil {
		cosine = max(kth(r.cosines, r.chosen, candidateDepth), nearShare*kth(r.cosines, r.chosen, 1), math.SmallestNonzeroFloat32)
	}
	if r.bm25 != nil {
		bm25 = max(kth(r.bm25, r.chosen, candidateDepth), math.SmallestNonzeroFloat32)
	}
	return cosine, bm25
}

// normalCosine returns the normalised cosine of a candidate. An episode without vectors
// gets its score by words instead.
func (r *ranking) normalCosine(n int, s scale) float32 {
	switch {
	case r.cosines[n] != NoVector:
		return fraction(r.cosines[n], s.low, s.high)
	case r.keyword != nil:
		return r.keyword[n]
	default:
		return 0
	}
}

// fraction scales x from the range low to high to 0 to 1.
func fraction(x, low, high float32) float32 {
	if !(high > low) || !(x > low) {
		return 0
	}
	return min((x-low)/(high-low), 1)
}

// kth returns the kth highest score of the chosen episodes, the lowest if there are fewer,
// and -Inf if there is none.
func kth(scores []float32, chosen []bool, k int) float32 {
	best := highest[float32]{k: k}
	for n, score := range scores {
		if chosen[n] {
			best.add(score)
		}
	}
	return best.least(float32(math.Inf(-1)))
}
