package recommend

import (
	"context"
	"slices"

	"segue/data"
	"segue/recommend/cosine"
)

// seedTerms is the highest number of terms that represent an episode. With fewer, the order gets
// worse for episodes with transcripts; with more, it does not get better.
const seedTerms = 100

// seeds are the episodes that the results should be similar to.
type seeds struct {
	entries    []*Entry
	embeddings []cosine.Embedding // of entries
	guests     []string           // folded names without hosts
	shows      []data.ShowID
	rarity     float64 // of the shows; see findRarity
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

// subjects returns the vectors of the seeds that have vectors.
func (s *seeds) subjects() []subject {
	var list []subject
	for _, e := range s.embeddings {
		if mean := e.Mean(); mean != nil {
			list = append(list, subject{e.Passages, mean})
		}
	}
	return list
}

// meansOf returns the means of subjects.
func meansOf(subjects []subject) [][]float32 {
	list := make([][]float32, len(subjects))
	for i, s := range subjects {
		list[i] = s.mean
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

// subject is an episode or a text that the candidates are compared with in meaning.
type subject struct {
	// passages are the vectors of the passages; a text has one. mean is their mean.
	passages [][]float32
	mean     []float32
}

// cosine compares an episode with a subject, by mean and nearest passages. It is
// [cosine.None] if the episode has no vectors.
func (s subject) cosine(e cosine.Embedding) float32 { return blend(e.CompareBest(s.mean, s.passages)) }

// compareVectors fills in the cosines of the candidates. With several subjects, a cosine is the
// mean of two values: the highest cosine and the mean cosine. So a request about several
// subjects gets results about each of them, and results about several of them come first.
func (r *ranking) compareVectors(ctx context.Context, subjects []subject) error {
	if len(subjects) == 0 {
		return nil
	}
	if err := r.loadEmbeddings(ctx); err != nil {
		return err
	}
	whole := len(subjects) == 1 && len(subjects[0].passages) == 1
	for _, c := range r.candidates {
		if whole && c.hit != cosine.None && len(c.embedding.Passages) == 1 {
			c.cosine = c.hit // the only passages are the means
			continue
		}
		highest, mean := cosine.None, float32(0)
		for _, s := range subjects {
			one := s.cosine(c.embedding)
			highest, mean = max(highest, one), mean+one/float32(len(subjects))
		}
		if c.cosine = highest; len(subjects) > 1 && highest != cosine.None {
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
