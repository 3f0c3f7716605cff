package recommend

import (
	"context"
	"slices"

	"segue/data"
	"segue/recommend/duplicate"
)

// seedTerms is the number of terms that represent an episode: all of a description, and the
// most distinctive ones of a transcript. With fewer, the order gets worse for episodes with
// transcripts; with more, it does not get better.
const seedTerms = 100

// seeds are the episodes that the results should be similar to.
type seeds struct {
	// entries are numbers of the snapshot.
	entries []int
	// guests are numbers of the snapshot's people, without hosts.
	guests []int32
	// shows are numbers of the snapshot's shows.
	shows []int32
	// series is the series of a single seed, and part its part; nil if there is none.
	series *duplicate.Series
	part   int
}

func (s *Snapshot) seedsOf(entries []int) *seeds {
	out := &seeds{entries: entries}
	for _, n := range entries {
		out.guests = append(out.guests, s.entries[n].guests...)
		out.shows = append(out.shows, s.entries[n].facets.shows...)
	}
	if len(entries) == 1 {
		out.series, out.part = s.groups.Series(entries[0]), s.groups.Part(entries[0])
	}
	return out
}

// numbers returns the numbers of the episodes that the snapshot has, each once.
func (s *Snapshot) numbers(episodes []data.Episode) []int {
	var list []int
	for _, e := range episodes {
		if n, ok := s.position[e.ID]; ok && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// vectorsOf returns the mean vectors of the entries that have one.
func (s *Snapshot) vectorsOf(entries []int) [][]float32 {
	var vectors [][]float32
	for _, n := range entries {
		if v := s.vectors.Vector(n); v != nil {
			vectors = append(vectors, v)
		}
	}
	return vectors
}

// weighTranscripts multiplies the share of meaning with [Weights.Spoken] if all seeds have a
// transcript, unless the request sets the share.
func (r *ranking) weighTranscripts(seeds []data.Episode) {
	silent := func(e data.Episode) bool { return e.Transcript == "" }
	if len(seeds) > 0 && r.options.SemanticRatio == nil && !slices.ContainsFunc(seeds, silent) {
		r.ratio *= r.weights.Spoken
	}
}

// compareVectors fills in the cosines. With several vectors, a cosine is the mean of two
// values: the highest cosine and the mean cosine. So a request about several subjects gets
// results about each of them, and results about several of them come first.
func (r *ranking) compareVectors(ctx context.Context, vectors [][]float32) error {
	if len(vectors) == 0 || r.ratio == 0 {
		return nil
	}
	nearest := make([]float32, len(r.entries))
	if err := r.vectors.Means(ctx, vectors[0], nearest); err != nil {
		return err
	}
	if r.cosines = nearest; len(vectors) == 1 {
		return nil
	}
	mean, one := make([]float32, len(r.entries)), make([]float32, len(r.entries))
	for n := range mean {
		mean[n] = nearest[n] / float32(len(vectors))
	}
	for _, v := range vectors[1:] {
		if err := r.vectors.Means(ctx, v, one); err != nil {
			return err
		}
		for n, cosine := range one {
			nearest[n] = max(nearest[n], cosine)
			mean[n] += cosine / float32(len(vectors))
		}
	}
	for n := range nearest {
		if nearest[n] != NoVector {
			nearest[n] = (nearest[n] + mean[n]) / 2
		}
	}
	return nil
}

// compareWords fills in the BM25 weights by the terms of the entries, and returns the terms.
// It does nothing if only meaning was requested. If a text was compared before, it scales the
// weights of both so that the best is 1, and adds them: text and entries count the same. It
// also scales the weights of several entries without a text, which has no effect after
// normalise.
func (r *ranking) compareWords(ctx context.Context, entries []int) ([]Term, error) {
	if r.ratio == 1 && r.cosines != nil || len(entries) == 0 {
		return nil, nil
	}
	terms, err := r.termsOf(ctx, entries)
	if err != nil {
		return nil, err
	}
	bm25 := make([]float32, len(r.entries))
	if err := r.words.Like(ctx, terms, bm25); err != nil {
		return nil, err
	}
	if r.bm25 == nil && len(entries) == 1 {
		r.bm25 = bm25
		return terms, nil
	}
	divideByBest(bm25)
	if r.bm25 == nil {
		r.bm25 = bm25
		return terms, nil
	}
	divideByBest(r.bm25)
	for n := range bm25 {
		r.bm25[n] += bm25[n]
	}
	return terms, nil
}

// termsOf returns the terms of entries, with the sum of their weights.
func (s *Snapshot) termsOf(ctx context.Context, entries []int) ([]Term, error) {
	var terms []Term
	numbers := map[string]int{}
	for _, n := range entries {
		own, err := s.words.Terms(ctx, n, seedTerms)
		if err != nil {
			return nil, err
		}
		for _, term := range own {
			if i, known := numbers[term.Stem]; known {
				terms[i].Weight += term.Weight
				continue
			}
			numbers[term.Stem] = len(terms)
			terms = append(terms, term)
		}
	}
	return terms, nil
}

// divideByBest scales scores so that the best is 1.
func divideByBest(scores []float32) {
	best := slices.Max(scores)
	if best <= 0 {
		return
	}
	for n := range scores {
		scores[n] /= best
	}
}
