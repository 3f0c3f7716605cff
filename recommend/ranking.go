package recommend

import (
	"context"
	"math"
	"slices"

	"segue/data"
	"segue/recommend/cosine"
)

const (
	// wordDepth and passageDepth are the numbers of episodes by words, and of passages by
	// meaning, that become candidates. The scales of scores need the best 200 episodes, and an
	// episode may have several of the nearest passages.
	wordDepth    = 300
	passageDepth = 600
	// similarDepth is passageDepth if only first passages are compared: each is an episode.
	similarDepth = 300
	// moreDepth multiplies the number of passages while a few long episodes have all passages.
	moreDepth = 4
	// shallowEnd is the end of the last page that is ranked from wordDepth episodes by words. For
	// later pages, and for options that remove candidates, maxDepth episodes are ranked.
	shallowEnd = 200
	// maxDepth is the number of results that a client can page through: more than anyone reads.
	maxDepth = 10_000
)

// ranking is the working state of one answer: its candidates and their scores. It uses one
// revision of the catalogue.
type ranking struct {
	Revision
	options Options
	// ratio is the share of meaning in the relevance of an episode; words have the rest.
	ratio   float64
	weights Weights
	scope   Scope
	// candidates are the episodes that were retrieved, each once; byID finds them.
	candidates []*candidate
	byID       map[data.EpisodeID]*candidate
	free       []candidate // allocated and not used
	// byMeaning and byWords report whether candidates have raw scores by meaning and by words.
	byMeaning, byWords bool
	// deep is set if maxDepth episodes are retrieved by words; truncated if there are more than
	// were retrieved.
	deep, truncated bool
	// seeds is nil in a search.
	seeds   *seeds
	matcher matcher
	// latest is set if a request has only disliked episodes: all others have the same
	// relevance, and the newest come first.
	latest bool
}

// candidate is an episode that was retrieved.
type candidate struct {
	entry     *Entry
	embedding cosine.Embedding
	loaded    bool // embedding is valid
	// meanVector is the mean of embedding if diversity needs it.
	meanVector []float32
	// matches is set if the episode has words of a search, titled if its whole title is the text.
	matches, titled bool
	// cosine and weight are the raw scores by meaning and by words: a cosine or [cosine.None],
	// and a sum of BM25 weights.
	cosine, weight float32
	// hit is the cosine of a passage that was retrieved; [cosine.None] if none was.
	hit float32
	// near is the cosine with the text before feedback, [cosine.None] if it is unknown, and share the
	// share of the telling words; see measureMatches.
	near, share float32
	// passage is the passage that is nearest to the text of a search.
	passage int
	// included is set if meaning or words found the episode. semantic and keyword are its raw
	// scores after normalise, 0 to 1; otherwise they are 0.
	included          bool
	semantic, keyword float32
	// disliked is the similarity to the nearest disliked episode, 0 to 1.
	disliked float32
}

// ranking begins an answer about episodes; see searchRanking for a search.
func (v Revision) ranking(o Options) *ranking {
	r := &ranking{Revision: v, options: o, weights: v.Weights, scope: Scope{Filter: o.Filter}, byID: make(map[data.EpisodeID]*candidate, usualCandidates)}
	if o.Weights != nil {
		r.weights = *o.Weights
	}
	r.ratio = r.weights.Similar
	if o.SemanticRatio != nil {
		r.ratio = *o.SemanticRatio
	}
	return r
}

// depth is the number of episodes to retrieve by words.
func (r *ranking) depth() int {
	o := r.options
	if r.deep || o.Threshold > 0 || o.CollapseShows || o.Recency > 0 || o.end() > shallowEnd {
		return maxDepth
	}
	return wordDepth
}

// tooShallow reports whether a list ends before the requested page and has results left out: many
// episodes may be duplicates of a few. The answer is then ranked again from more episodes.
func (r *ranking) tooShallow(list []ranked) bool {
	return r.truncated && r.depth() < maxDepth && len(list) <= r.options.end()
}

// exclude removes an episode and its duplicates from a scope.
func (s *Scope) exclude(e *Entry) {
	s.Without = append(s.Without, e.ID)
	for _, other := range e.Group.Others {
		s.Without = append(s.Without, other.ID)
	}
}

// add returns the candidate of an entry.
func (r *ranking) add(e *Entry) *candidate {
	c, known := r.byID[e.ID]
	if !known {
		if len(r.free) == 0 {
			r.free = make([]candidate, candidateBlock)
		}
		c, r.free = &r.free[0], r.free[1:]
		*c = candidate{entry: e, cosine: cosine.None, hit: cosine.None, near: cosine.None, passage: noPassage}
		r.byID[e.ID] = c
		r.candidates = append(r.candidates, c)
	}
	return c
}

// usualCandidates is the number of candidates of most answers.
const usualCandidates = wordDepth + passageDepth

// candidateBlock is the number of candidates that are allocated at once.
const candidateBlock = 256

// noPassage is the number of the nearest passage if there is none.
const noPassage = -1

// nearText asks for the passages that are nearest to the text of a search.
func (r *ranking) nearText(vector []float32) PassageQuery {
	return PassageQuery{Vector: vector, Scope: r.scope, K: passageDepth}
}

// nearMeans asks for the episodes that are nearest to the means of episodes. It compares the means
// with first passages only: they are similar to the other passages of their episodes, which share
// the title, and a comparison with all passages takes several times as long.
func (r *ranking) nearMeans(means [][]float32) []PassageQuery {
	queries := make([]PassageQuery, len(means))
	for i, mean := range means {
		queries[i] = PassageQuery{Vector: mean, Scope: r.scope, K: similarDepth, FirstOnly: true}
	}
	return queries
}

// nearest returns the nearest passages of each query: more than K if those are of too few episodes.
func (r *ranking) nearest(ctx context.Context, queries []PassageQuery) ([][]PassageHit, error) {
	if len(queries) == 0 {
		return nil, nil
	}
	lists, err := r.Index.NearestPassages(ctx, queries)
	if err != nil {
		return nil, err
	}
	for i, q := range queries {
		for len(lists[i]) >= q.K && fewerEpisodes(lists[i], scaleDepth) {
			q.K *= moreDepth
			more, err := r.Index.NearestPassages(ctx, []PassageQuery{q})
			if err != nil {
				return nil, err
			}
			lists[i] = more[0]
		}
	}
	return lists, nil
}

// fewerEpisodes reports whether hits are of fewer than n episodes.
func fewerEpisodes(hits []PassageHit, n int) bool {
	episodes := make(map[data.EpisodeID]bool, n)
	for _, hit := range hits {
		if episodes[hit.Entry.ID] = true; len(episodes) == n {
			return false
		}
	}
	return true
}

// addNearest adds the episodes of nearest passages.
func (r *ranking) addNearest(lists [][]PassageHit) {
	for _, hits := range lists {
		r.byMeaning = true
		for _, hit := range hits {
			r.add(hit.Entry).hit = hit.Cosine
		}
	}
}

// addMatches adds the episodes that match words best.
func (r *ranking) addMatches(m Matches) {
	for _, hit := range m.Hits() {
		r.add(hit.Entry)
	}
	r.truncated = r.truncated || len(m.Hits()) >= r.depth()
	r.byWords = true
}

// entries returns the entries of the candidates.
func (r *ranking) entries() []*Entry {
	list := make([]*Entry, len(r.candidates))
	for i, c := range r.candidates {
		list[i] = c.entry
	}
	return list
}

// loadEmbeddings loads the vectors of the candidates.
func (r *ranking) loadEmbeddings(ctx context.Context) error {
	var missing []*candidate
	var entries []*Entry
	for _, c := range r.candidates {
		if !c.loaded {
			missing, entries = append(missing, c), append(entries, c.entry)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	embeddings, err := r.Index.Embeddings(ctx, entries)
	if err != nil {
		return err
	}
	for i, c := range missing {
		c.embedding, c.loaded = embeddings[i], true
	}
	return nil
}

// mode returns which scores the ranking has.
func (r *ranking) mode() Mode {
	switch {
	case !r.byMeaning:
		return ModeKeyword
	case !r.byWords:
		return ModeSemantic
	default:
		return ModeHybrid
	}
}

const (
	// scaleDepth is the number of nearest episodes that are candidates, and the number of
	// best episodes by words that define the scale of cosines. Fewer than 200 change the order
	// of the first ten results; more do not.
	scaleDepth = 200
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

// normalise finds the candidates that meaning or words found and scales their raw scores to 0
// to 1: cosines between the lowest and the highest of the nearest episodes and the best by
// words, BM25 weights between 0 and the highest. Most candidates by meaning alone have the
// weight 0. This is min-max fusion (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for
// Hybrid Retrieval", 2023).
func (r *ranking) normalise() {
	s := r.findIncluded()
	for _, c := range r.candidates {
		c.semantic, c.keyword = 0, 0
		if !c.included {
			continue
		}
		if r.byWords {
			c.keyword = fraction(c.weight, 0, s.best)
		}
		switch {
		case !r.byMeaning:
		case c.cosine != cosine.None:
			c.semantic = fraction(c.cosine, s.low, s.high)
		default: // an episode without vectors has its score by words instead
			c.semantic = c.keyword
		}
	}
}

// findIncluded marks the candidates that meaning or words found and returns the scale of their
// scores.
func (r *ranking) findIncluded() scale {
	nearest, matching := r.thresholds()
	s := scale{low: 1}
	for _, c := range r.candidates {
		isNear := r.byMeaning && c.cosine >= nearest
		matches := r.byWords && c.weight > 0
		c.included = isNear || matches
		if r.byMeaning && c.cosine != cosine.None && (isNear || matches && c.weight >= matching) {
			s.low, s.high = min(s.low, c.cosine), max(s.high, c.cosine)
		}
		if matches {
			s.best = max(s.best, c.weight)
		}
	}
	s.low = min(s.low, floorShare*s.high)
	return s
}

// thresholds returns the lowest cosine of a candidate by meaning, and the lowest BM25
// weight of an episode that defines the scale of cosines.
func (r *ranking) thresholds() (nearest, matching float32) {
	nearest, matching = float32(math.Inf(1)), float32(math.Inf(1))
	if r.byMeaning {
		cosines := r.highest(scaleDepth, func(c *candidate) float32 { return c.cosine })
		best := r.highest(1, func(c *candidate) float32 { return c.cosine })
		nearest = max(cosines, nearShare*best, math.SmallestNonzeroFloat32)
	}
	if r.byWords {
		matching = max(r.highest(scaleDepth, func(c *candidate) float32 { return c.weight }), math.SmallestNonzeroFloat32)
	}
	return nearest, matching
}

// highest returns the kth highest score of the candidates, the lowest if there are fewer, and
// -Inf if there is none.
func (r *ranking) highest(k int, score func(*candidate) float32) float32 {
	scores := make([]float32, 0, len(r.candidates))
	for _, c := range r.candidates {
		if s := score(c); s == s { // not NaN
			scores = append(scores, s)
		}
	}
	if len(scores) == 0 {
		return float32(math.Inf(-1))
	}
	slices.Sort(scores)
	return scores[max(len(scores)-k, 0)]
}

// fraction scales x from the range low to high to 0 to 1.
func fraction(x, low, high float32) float32 {
	if !(high > low) || !(x > low) {
		return 0
	}
	return min((x-low)/(high-low), 1)
}
