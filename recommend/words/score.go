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

// transcriptField is the number of the transcript in scoredFields.
const transcriptField = 1

// fieldMass has the sum of the scores of each scored field, if all frequencies were equal.
type fieldMass [len(scoredFields)]float64

// share returns the share of a field, 0 if all sums are 0.
func (m fieldMass) share(field int) float64 {
	sum := 0.0
	for _, mass := range m {
		sum += mass
	}
	if !(sum > 0) {
		return 0
	}
	return m[field] / sum
}

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

// maxNorms is the number of length norms that a view computes in advance. Descriptions
// and names have fewer words.
const maxNorms = 1024

// norm returns the length norm of a field with the given number of words.
func (v *View) norm(field int, length uint32) float32 {
	if length < maxNorms {
		return v.norms[field][length]
	}
	return float32(lengthNorm(float64(length), v.averages[field]))
}

// parallelTerms is the minimum number of terms for a second goroutine. With ten thousand
// episodes it saves some hundredths of a millisecond.
const parallelTerms = 16

// Like finds the episodes with some of the terms. Their score is the sum, over the terms, of the
// term's weight times its BM25 weight in the episode; it may be negative. Title and description
// count fully, the transcript half. Many terms are read by two goroutines. Their halves are always
// the same, so that the sums have the same bits on any machine. After an error m is empty.
func (v *View) Like(ctx context.Context, terms []recommend.Term, m *Matches) error {
	b := v.buffers.Get().(*buffer)
	defer v.buffers.Put(b)
	m.Reset(len(v.documents))
	sum := buffer{scores: m.Scores, used: b.used}
	if err := v.likeParallel(ctx, terms, &sum); err != nil {
		sum.reset()
		return err
	}
	m.Slots = sum.slots(m.Slots)
	return nil
}

func (v *View) likeParallel(ctx context.Context, terms []recommend.Term, sum *buffer) error {
	if len(terms) < parallelTerms {
		return v.like(ctx, terms, sum)
	}
	half, other := len(terms)/2, v.buffers.Get().(*buffer)
	defer v.buffers.Put(other)
	failed := make(chan error, 1)
	go func() { failed <- v.like(ctx, terms[half:], other) }()
	err := v.like(ctx, terms[:half], sum)
	err = errors.Join(err, <-failed)
	sum.merge(other)
	return err
}

func (v *View) like(ctx context.Context, terms []recommend.Term, sum *buffer) error {
	defer runtime.KeepAlive(v)
	c := v.cursor()
	defer v.cursors.Put(c)
	for _, t := range terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := v.find(c, t.Stem)
		if err != nil {
			return err
		}
		for field := range contentFields {
			sum.add(found[field].postings, found[field].factor(field, t.Weight))
		}
	}
	return ctx.Err()
}

// cursor returns a cursor. The caller puts it back into cursors.
func (v *View) cursor() *cursor { return v.cursors.Get().(*cursor) }
