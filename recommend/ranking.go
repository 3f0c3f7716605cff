package recommend

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// ranking is what one answer is made of: which episodes may appear, and how well
// each answers by meaning and by words. Slices have the length of the snapshot.
type ranking struct {
	*Snapshot
	options Options
	// ratio is the share of meaning beside words, weights what other signals count.
	ratio   float64
	weights Weights
	// chosen are the episodes that may appear.
	chosen []bool
	// semantic are cosines, or [NoVector]; keyword are sums of BM25 weights. After
	// normalise both are 0 to 1. Either is nil where it has no part in the answer.
	semantic, keyword []float32
	// candidate are the episodes that meaning or words found.
	candidate []bool
	// self is what the answer is like; nil in a search.
	self *subject
	// equal says that nothing tells episodes apart but what is disliked and their
	// age. All have a keyword of 1 then.
	equal bool
	// disliked is how near each episode is to a disliked one, 0 to 1; nil for none.
	disliked []float32
}

// subject is the episode, or the episodes, that an answer is like.
type subject struct {
	// guests are numbers of the snapshot's people, without hosts.
	guests []int32
	// shows are numbers of the snapshot's shows.
	shows []int32
	// series, and the part in it, of a single episode; [duplicate.NoSeries] for none.
	series, part int
}

// candidateDepth is how many of the nearest episodes are candidates, and among how
// many of the best by either side the scores of a search are normalised. Below some
// hundred the order of the first ten changes; above, nothing does.
const candidateDepth = 200

// nearShare is the least similarity, beside that of the best, by which an episode is
// found for its meaning alone. In a small catalogue the nearest two hundred would be
// all of it.
const nearShare = 0.5

// floorShare bounds the similarity that counts as nothing to a share of the best:
// in a catalogue of few episodes the least similar one need not be unlike.
const floorShare = 0.5

// normalise turns cosines and BM25 weights into 0 to 1 and finds the candidates.
// Similarities are normalised between the best and the lowest among the candidates
// of both sides, BM25 weights between the best and 0, which is what a candidate of
// meaning alone mostly has: min-max fusion (Bruch, Gai and Ingber, "An Analysis of
// Fusion Functions for Hybrid Retrieval", 2023). What was taken out of chosen must
// be out before: the episode itself would stretch the scale by its similarity of 1.
func (r *ranking) normalise() {
	r.candidate = make([]bool, len(r.entries))
	near, match := float32(math.Inf(1)), float32(math.Inf(1))
	if r.semantic != nil {
		near = max(kth(r.semantic, r.chosen, candidateDepth), nearShare*kth(r.semantic, r.chosen, 1), math.SmallestNonzeroFloat32)
	}
	if r.keyword != nil {
		match = max(kth(r.keyword, r.chosen, candidateDepth), math.SmallestNonzeroFloat32)
	}
	low, high, best := float32(1), float32(0), float32(0)
	for n, chosen := range r.chosen {
		if !chosen {
			continue
		}
		isNear := r.semantic != nil && r.semantic[n] >= near
		found := r.keyword != nil && r.keyword[n] > 0
		r.candidate[n] = isNear || found
		if r.semantic != nil && r.semantic[n] != NoVector && (isNear || found && r.keyword[n] >= match) {
			low, high = min(low, r.semantic[n]), max(high, r.semantic[n])
		}
		if found {
			best = max(best, r.keyword[n])
		}
	}
	low = min(low, floorShare*high)
	for n := range r.entries {
		r.normaliseOne(n, low, high, best)
	}
}

func (r *ranking) normaliseOne(n int, low, high, best float32) {
	if r.keyword != nil {
		r.keyword[n] = share(r.keyword[n], 0, best)
	}
	if r.semantic == nil {
		return
	}
	if r.semantic[n] == NoVector {
		// An episode that is not embedded yet is judged by its words alone.
		r.semantic[n] = 0
		if r.keyword != nil {
			r.semantic[n] = r.keyword[n]
		}
		return
	}
	r.semantic[n] = share(r.semantic[n], low, high)
}

// share is where x lies between low and high, 0 to 1.
func share(x, low, high float32) float32 {
	if !(high > low) || !(x > low) {
		return 0
	}
	return min((x-low)/(high-low), 1)
}

// parts are what the score of an episode is made of.
func (r *ranking) parts(n int) Scores {
	var p Scores
	ratio := r.ratio
	switch {
	case r.semantic == nil:
		ratio = 0
	case r.keyword == nil:
		ratio = 1
	}
	if r.semantic != nil {
		p.Semantic = ratio * float64(r.semantic[n])
	}
	if r.keyword != nil {
		p.Keyword = (1 - ratio) * float64(r.keyword[n])
	}
	score := p.Semantic + p.Keyword
	if r.self != nil {
		if len(r.self.shows) > 0 && !overlap(r.self.shows, r.entries[n].facets.shows) {
			p.Show = -r.weights.Show * score
			score += p.Show
		}
		if overlap(r.self.guests, r.entries[n].guests) {
			p.People = r.weights.People * (1 - score)
			score += p.People
		}
		p.Series = r.weights.Series * r.follows(n) * (1 - score)
		score += p.Series
	}
	if r.disliked != nil {
		p.Disliked = -dislike * float64(r.disliked[n]) * float64(r.disliked[n]) * score
		score += p.Disliked
	}
	if r.options.Recency > 0 {
		p.Recency = r.options.Recency * (r.newness(n) - score)
	}
	return p
}

// Sum is the score that the parts make.
func (p Scores) Sum() float64 {
	return p.Semantic + p.Keyword + p.Show + p.People + p.Series + p.Disliked + p.Recency + p.Diversity
}

// follows is how closely n follows the subject in its series: 1 for the next part,
// half for another one, 0 outside of it.
func (r *ranking) follows(n int) float64 {
	if r.self.series < 0 || r.Snapshot.series.Of(n) != r.self.series {
		return 0
	}
	if part := r.Snapshot.series.Part(n); r.self.part > 0 && part == r.self.part+1 {
		return 1
	}
	return 0.5
}

// newness is 1 for the newest episode of the catalogue and halves with every
// half-life before it, so that an answer does not change with the clock. An
// episode without a date is as old as can be.
func (r *ranking) newness(n int) float64 {
	newest, published := r.entries[0].Published, r.entries[n].Published
	if published.IsZero() {
		return 0
	}
	half := cmp.Or(r.options.HalfLife, DefaultHalfLife)
	return math.Exp2(-float64(newest.Sub(published)/time.Second) / half.Seconds())
}

// overlap reports whether two short lists have a number in common.
func overlap(a, b []int32) bool {
	for _, n := range a {
		if slices.Contains(b, n) {
			return true
		}
	}
	return false
}

// kth returns the kth highest score of the chosen, and the lowest where there are
// fewer; it is below every score where there is none.
func kth(scores []float32, chosen []bool, k int) float32 {
	best := highest[float32]{k: k}
	for n, score := range scores {
		if chosen[n] {
			best.add(score)
		}
	}
	return best.least(float32(math.Inf(-1)))
}
