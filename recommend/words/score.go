package words

import (
	"context"
	"errors"
	"math"
	"runtime"

	"segue/recommend"
)

// scoredFields are the fields whose BM25 scores are added up.
var scoredFields = [...]struct {
	name   string
	weight float64
}{{fieldText, 1}, {fieldTranscript, transcriptWeight}, {fieldNames, 1}}

// contentFields is the number of scored fields that describe the content of an episode.
// They come first. Names are not among them, since they are separate signals.
const contentFields = 2

// idf returns the inverse document frequency of a term in documents of all documents:
// ln(1 + (N-n+0.5)/(n+0.5)). It is positive even for very common terms (Robertson and
// Zaragoza, "The Probabilistic Relevance Framework", 2009, with the 1 that Lucene
// adds).
func idf(documents, all int) float64 {
	return math.Log(1 + (float64(all-documents)+0.5)/(float64(documents)+0.5))
}

// lengthNorm returns the part of BM25's denominator that depends on the length of the
// field. average is the mean length.
func lengthNorm(length, average float64) float64 {
	return k1 * (1 - b + b*length/average)
}

// saturate returns the part of BM25 that grows with a term's frequency, up to k1+1.
func saturate(frequency, norm float32) float32 {
	return frequency * (k1 + 1) / (frequency + norm)
}

// loadLengthNorms loads the length norms of a scored field. The average includes only
// documents in which the field is not empty.
func (v *View) loadLengthNorms(field int) error {
	c := newCursor(v.snapshot)
	documents, err := c.find(scoredFields[field].name, lengthMarker)
	if err != nil || documents == 0 {
		return err
	}
	var sum float64
	for s := range v.segments {
		lengths := v.segments[s].lengthNorms[field]
		postings := c.iterator(s, false)
		for {
			p, err := postings.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			norm := p.Norm() // 1/√length
			length := math.Round(1 / (norm * norm))
			lengths[p.Number()], sum = float32(length), sum+length
		}
	}
	for _, s := range v.segments {
		for d, length := range s.lengthNorms[field] {
			s.lengthNorms[field][d] = float32(lengthNorm(float64(length), sum/float64(documents)))
		}
	}
	return nil
}

// add adds weight times the BM25 weight of a term in a field to scores.
func (v *View) add(c *cursor, field int, term string, weight float64, scores []float32) error {
	key := cacheKey{field, term}
	list, ok := v.cache.get(key)
	if !ok {
		documents, err := c.find(scoredFields[field].name, term)
		if err != nil {
			return err
		}
		list.documents = documents
		if !v.cache.reserve(documents) {
			factor := v.factor(field, documents, weight)
			return v.each(c, field, func(n int32, saturation float32) { scores[n] += factor * saturation })
		}
		list.postings = make([]posting, 0, documents)
		if err := v.each(c, field, func(n int32, saturation float32) {
			list.postings = append(list.postings, posting{n, saturation})
		}); err != nil {
			v.cache.release(documents)
			return err
		}
		v.cache.store(key, list)
	}
	factor := v.factor(field, list.documents, weight)
	for _, p := range list.postings {
		scores[p.episode] += factor * p.saturation
	}
	return nil
}

// factor returns the factor that turns the saturated frequency of a term into its
// score.
func (v *View) factor(field, documents int, weight float64) float32 {
	return float32(weight * scoredFields[field].weight * idf(documents, v.live))
}

// each calls do for the episodes with the last term passed to c.find, which must have
// been called for this field.
func (v *View) each(c *cursor, field int, do func(n int32, saturation float32)) error {
	for s := range v.segments {
		if c.postings[s].Count() == 0 {
			continue
		}
		postings, episodes, norm := c.iterator(s, false), v.segments[s].episodes, v.segments[s].lengthNorms[field]
		for {
			p, err := postings.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			d := p.Number()
			if n := episodes[d]; n >= 0 {
				do(n, saturate(float32(p.Frequency()), norm[d]))
			}
		}
	}
	return nil
}

// parallelTerms is the minimum number of terms for a second goroutine. With ten thousand
// episodes it saves some tenths of a millisecond.
const parallelTerms = 16

// Like adds to scores[n] the sum, over the terms, of the term's weight times its BM25
// weight in episode n. Title and description count fully, the transcript half. Many
// terms are read by two goroutines. Their halves are always the same, so that the sums
// have the same bits on any machine.
func (v *View) Like(ctx context.Context, terms []recommend.Term, scores []float32) error {
	if len(terms) < parallelTerms {
		return v.like(ctx, terms, scores)
	}
	half, other := len(terms)/2, make([]float32, len(scores))
	failed := make(chan error, 1)
	go func() { failed <- v.like(ctx, terms[half:], other) }()
	err := v.like(ctx, terms[:half], scores)
	if err = errors.Join(err, <-failed); err != nil {
		return err
	}
	for n, score := range other {
		scores[n] += score
	}
	return nil
}

func (v *View) like(ctx context.Context, terms []recommend.Term, scores []float32) error {
	defer runtime.KeepAlive(v)
	c := v.cursor()
	defer v.cursors.Put(c)
	for _, t := range terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		for field := range contentFields {
			if err := v.add(c, field, t.Stem, t.Weight, scores); err != nil {
				return err
			}
		}
	}
	return nil
}

// cursor returns a cursor. The caller puts it back into cursors.
func (v *View) cursor() *cursor { return v.cursors.Get().(*cursor) }
