package words

import (
	"context"
	"slices"
)

// prefixPostings returns the postings of the words that begin with prefix and are longer.
// They count as one term: its frequency in an episode is the frequency of the most
// frequent of them, and its document frequency is the number of episodes with any of
// them. The weight of a posting is the whole score. Episodes with the prefix itself as a
// word are left out.
func (v *View) prefixPostings(ctx context.Context, c *cursor, prefix string) ([]posting, error) {
	if cached, ok := v.prefixes.get(prefix); ok {
		return cached, nil
	}
	exact := v.stems(prefix)
	longer, err := v.stemsWithPrefix(c, prefix, exact)
	if err != nil {
		return nil, err
	}
	sum, best := v.buffers.Get().(*buffer), v.buffers.Get().(*buffer)
	defer v.buffers.Put(sum)
	defer v.buffers.Put(best)
	var scores []posting
	for field := range scoredFields {
		if err := ctx.Err(); err != nil {
			sum.reset()
			return nil, err
		}
		documents := 0
		for _, found := range longer {
			documents += best.raise(found[field].postings)
		}
		scores = best.appendTo(scores[:0])
		sum.add(scores, float32(prefixWeight*scoredFields[field].weight*idf(documents, v.live)))
	}
	for _, stem := range exact {
		found, err := v.find(c, stem)
		if err != nil {
			sum.reset()
			return nil, err
		}
		for field := range found {
			for _, p := range found[field].postings {
				sum.scores[p.slot] = 0
			}
		}
	}
	scores = slices.Clone(sum.appendTo(scores[:0]))
	v.prefixes.add(prefix, scores, len(scores))
	return scores, nil
}

// stemsWithPrefix returns the postings of the stems of words that begin with prefix,
// without the exact stems.
func (v *View) stemsWithPrefix(c *cursor, prefix string, exact []string) ([]termPostings, error) {
	words, err := v.expandPrefix(c, prefix)
	if err != nil {
		return nil, err
	}
	var found []termPostings
	known := map[string]bool{}
	for _, w := range words {
		for _, stem := range v.stems(w.word) {
			if known[stem] || slices.Contains(exact, stem) {
				continue
			}
			known[stem] = true
			postings, err := v.find(c, stem)
			if err != nil {
				return nil, err
			}
			found = append(found, postings)
		}
	}
	return found, nil
}
