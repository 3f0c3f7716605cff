package static

import (
	"cmp"
	"slices"

	"segue/recommend/words"
)

// maxTerms is the maximum number of terms of an episode; the ones with the highest
// weights are stored. A description has about a hundred. An hour's transcript has about
// a thousand, most of negligible weight (Büttcher and Clarke, "A Document-Centric
// Approach to Static Index Pruning", 2006, keep a tenth without a loss in the first ten
// results).
const maxTerms = 400

// posting is the weight of a term in a document.
type posting struct {
	document int
	impact   float64
}

// weigh returns the postings of each stem, in the order of documents.
func (b *Builder) weigh() [][]posting {
	documentFrequencies, averages := b.statistics()
	postings := make([][]posting, len(b.stems))
	for n, d := range b.documents {
		impacts := make([]impact, 0, len(d.terms))
		for _, f := range d.terms {
			sum := 0.
			for t, times := range f.of {
				if times > 0 {
					sum += weights[t] * words.BM25(float64(times), float64(d.lengths[t]), averages[t], documentFrequencies[t][f.stem], len(b.documents))
				}
			}
			impacts = append(impacts, impact{f.stem, sum})
		}
		slices.SortStableFunc(impacts, func(a, b impact) int { return cmp.Compare(b.value, a.value) })
		for _, i := range impacts[:min(len(impacts), maxTerms)] {
			postings[i.stem] = append(postings[i.stem], posting{n, i.value})
		}
	}
	return postings
}

type impact struct {
	stem  int32
	value float64
}

// statistics returns, for each text, the document frequency of each stem and the
// average length. The average includes only documents with this text.
func (b *Builder) statistics() (documentFrequencies [texts][]int, averages [texts]float64) {
	for t := range texts {
		documentFrequencies[t] = make([]int, len(b.stems))
		sum, count := 0, 0
		for _, d := range b.documents {
			if d.lengths[t] > 0 {
				sum, count = sum+d.lengths[t], count+1
			}
			for _, f := range d.terms {
				if f.of[t] > 0 {
					documentFrequencies[t][f.stem]++
				}
			}
		}
		averages[t] = float64(sum) / float64(max(count, 1))
	}
	return documentFrequencies, averages
}
