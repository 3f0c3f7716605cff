package words

import (
	"context"
	"errors"
	"math"
	"runtime"

	"segue/recommend"
)

// scored are the fields that BM25 is summed over.
var scored = [...]struct {
	name   string
	weight float64
}{{fieldText, 1}, {fieldTranscript, transcriptWeight}, {fieldNames, 1}}

// likened is how many of them tell what an episode is about: all but names, which
// are a signal of their own.
const likened = 2

// idf is the inverse document frequency of a term that so many of all documents
// have: ln(1 + (N-n+0.5)/(n+0.5)), which is above 0 also for a term of most
// (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, with the 1
// that Lucene adds).
func idf(documents, all int) float64 {
	return math.Log(1 + (float64(all-documents)+0.5)/(float64(documents)+0.5))
}

// damping is what a field's length adds to the frequency that a term is divided by.
func damping(length, average float64) float64 {
	return k1 * (1 - b + b*length/average)
}

// saturate is the part of BM25 that grows with a term's frequency, up to k1+1.
func saturate(frequency, damping float32) float32 {
	return frequency * (k1 + 1) / (frequency + damping)
}

// damp reads the lengths of a scored field. The average is over the documents that
// have the field.
func (v *View) damp(field int) error {
	c := newCursor(v.snapshot)
	having, err := c.find(scored[field].name, everywhere)
	if err != nil || having == 0 {
		return err
	}
	var sum float64
	for s := range v.segments {
		lengths := v.segments[s].damping[field]
		postings := c.iterator(s, false)
		for {
			p, err := postings.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			norm := p.Norm() // one by the root of the length
			length := math.Round(1 / (norm * norm))
			lengths[p.Number()], sum = float32(length), sum+length
		}
	}
	for _, s := range v.segments {
		for d, length := range s.damping[field] {
			s.damping[field][d] = float32(damping(float64(length), sum/float64(having)))
		}
	}
	return nil
}

// add adds to scores the BM25 weight of a term in a field, times weight.
func (v *View) add(c *cursor, field int, term string, weight float64, scores []float32) error {
	key := memoKey{field, term}
	list, known := v.memo.get(key)
	if !known {
		documents, err := c.find(scored[field].name, term)
		if err != nil {
			return err
		}
		list.documents = documents
		if !v.memo.reserve(documents) {
			factor := v.factor(field, documents, weight)
			return v.each(c, field, func(n int32, saturation float32) { scores[n] += factor * saturation })
		}
		list.postings = make([]posting, 0, documents)
		if err := v.each(c, field, func(n int32, saturation float32) {
			list.postings = append(list.postings, posting{n, saturation})
		}); err != nil {
			v.memo.release(documents)
			return err
		}
		v.memo.keep(key, list)
	}
	factor := v.factor(field, list.documents, weight)
	for _, p := range list.postings {
		scores[p.episode] += factor * p.saturation
	}
	return nil
}

// factor is what saturations of a term in a field are multiplied by.
func (v *View) factor(field, documents int, weight float64) float32 {
	return float32(weight * scored[field].weight * idf(documents, v.live))
}

// each calls do for the episodes that have the term that was found last, which
// must have been looked for in this field.
func (v *View) each(c *cursor, field int, do func(n int32, saturation float32)) error {
	for s := range v.segments {
		if c.postings[s].Count() == 0 {
			continue
		}
		postings, episodes, damping := c.iterator(s, false), v.segments[s].episodes, v.segments[s].damping[field]
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
				do(n, saturate(float32(p.Frequency()), damping[d]))
			}
		}
	}
	return nil
}

// parallelTerms is how many terms are worth a second goroutine: some tenths of a
// millisecond at ten thousand episodes.
const parallelTerms = 16

// Like adds to scores[n] how much episode n has of the weighted terms: the sum of
// a term's weight times its BM25 weight in title and description, and in the
// transcript for half. Many terms are read in two halves at once, which are always
// the same two, so that sums have the same bits on any machine.
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
		for field := range likened {
			if err := v.add(c, field, t.Stem, t.Weight, scores); err != nil {
				return err
			}
		}
	}
	return nil
}

// cursor returns a cursor to be put back into cursors.
func (v *View) cursor() *cursor { return v.cursors.Get().(*cursor) }
