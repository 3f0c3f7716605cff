package recommend

import (
	"context"
	"slices"

	"segue/data"
	"segue/recommend/cosine"
)

// seedTerms is the number of terms that represent an episode: all of a description, and the
// most distinctive ones of a transcript. With fewer, the order gets worse for episodes with
// transcripts; with more, it does not get better.
const seedTerms = 100

// seeds are the episodes that the results should be similar to.
type seeds struct {
	entries    []*Entry
	embeddings []cosine.Embedding // of entries
	guests     []string           // folded names without hosts
	shows      []data.ShowID
	// series is the series of a single seed; the zero Series if there is none.
	series Series
}

func (r *ranking) seedsOf(ctx context.Context, entries []*Entry) (*seeds, error) {
	out := &seeds{entries: entries}
	for _, e := range entries {
		out.guests = append(out.guests, e.Guests...)
		if e.Show.ID != "" {
			out.shows = append(out.shows, e.Show.ID)
		}
	}
	if len(entries) == 1 {
		out.series = entries[0].Series
	}
	var err error
	out.embeddings, err = r.Index.Embeddings(ctx, entries)
	return out, err
}

// means returns the mean vectors of the seeds that have vectors.
func (s *seeds) means() [][]float32 {
	var list [][]float32
	for _, e := range s.embeddings {
		if mean := e.Mean(); mean != nil {
			list = append(list, mean)
		}
	}
	return list
}

// mean returns the mean vector of the seed with an id, nil if it has none.
func (s *seeds) mean(id data.EpisodeID) []float32 {
	for i, e := range s.entries {
		if e.ID == id {
			return s.embeddings[i].Mean()
		}
	}
	return nil
}

// entriesOf returns the entries of the episodes that the index has, each once.
func (r *ranking) entriesOf(ctx context.Context, episodes []data.Episode) ([]*Entry, error) {
	var ids []data.EpisodeID
	for _, e := range episodes {
		if !slices.Contains(ids, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return r.Index.Entries(ctx, ids)
}

// weighTranscripts multiplies the share of meaning with [Weights.Spoken] if all seeds have a
// transcript, unless the request sets the share.
func (r *ranking) weighTranscripts(seeds []data.Episode) {
	silent := func(e data.Episode) bool { return e.Transcript == "" }
	if len(seeds) > 0 && r.options.SemanticRatio == nil && !slices.ContainsFunc(seeds, silent) {
		r.ratio *= r.weights.Spoken
	}
}

// compareVectors fills in the cosines of the candidates. With several vectors, a cosine is the
// mean of two values: the highest cosine and the mean cosine. So a request about several
// subjects gets results about each of them, and results about several of them come first.
func (r *ranking) compareVectors(ctx context.Context, vectors [][]float32) error {
	if len(vectors) == 0 {
		return nil
	}
	if err := r.loadEmbeddings(ctx); err != nil {
		return err
	}
	for _, c := range r.candidates {
		if len(vectors) == 1 && c.hit != cosine.None && len(c.embedding.Passages) == 1 {
			c.cosine = c.hit // the only passage is the mean
			continue
		}
		highest, mean := cosine.None, float32(0)
		for _, v := range vectors {
			one := c.embedding.Compare(v).Mean
			highest, mean = max(highest, one), mean+one/float32(len(vectors))
		}
		if c.cosine = highest; len(vectors) > 1 && highest != cosine.None {
			c.cosine = (highest + mean) / 2
		}
	}
	return nil
}

// like finds the episodes with the terms of the entries, and returns the terms. It does nothing
// if only meaning was requested.
func (r *ranking) like(ctx context.Context, entries []*Entry) ([]Term, Matches, error) {
	if r.ratio == 1 && r.byMeaning || len(entries) == 0 {
		return nil, nil, nil
	}
	terms, err := r.termsOf(ctx, entries)
	if err != nil {
		return nil, nil, err
	}
	matches, err := r.Index.Like(ctx, terms, r.scope, r.depth())
	if err != nil {
		return nil, nil, err
	}
	r.addMatches(matches)
	return terms, matches, nil
}

// termsOf returns the terms of entries, with the sum of their weights.
func (r *ranking) termsOf(ctx context.Context, entries []*Entry) ([]Term, error) {
	var terms []Term
	numbers := map[string]int{}
	for _, e := range entries {
		own, err := r.Index.Terms(ctx, e, seedTerms)
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
