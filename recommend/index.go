package recommend

import "context"

// Episodes of a snapshot are numbered from 0 in its order: newest first, then by id. [Vectors]
// and [Words] use these numbers, so that the scores of both are slices of the same length and
// need no lookup by id.

// NoVector replaces the cosine of an episode without vectors. It is below every cosine.
const NoVector = float32(-2)

// Nearest is the result of comparing an episode with a vector.
type Nearest struct {
	// Mean is the cosine of the episode's mean vector, Best the cosine of its nearest passage;
	// [NoVector] if the episode has no vectors.
	Mean, Best float32
	// Passage is the number of the nearest passage, the first of equals.
	Passage int32
}

// Vectors compares vectors with the embedded episodes of a snapshot. It is immutable and safe
// for concurrent use.
type Vectors interface {
	// Vector returns the mean vector of episode n's passages, of length one, or nil for an
	// episode without vectors. The caller must not change it.
	Vector(n int) []float32
	// Similarity returns the cosine of the mean vectors of two episodes, or
	// [NoVector] if one has no vectors.
	Similarity(a, b int) float32
	// Nearest compares query with episode n.
	Nearest(query []float32, n int) Nearest
	// Means writes the cosine of query and the mean vector of episode n, or [NoVector], to
	// similarity[n]. The slice has the length of the snapshot.
	Means(ctx context.Context, query, similarity []float32) error
	// Passages compares query with every episode and writes the result to nearest, which has
	// the length of the snapshot.
	Passages(ctx context.Context, query []float32, nearest []Nearest) error
}

// Term is a word of a text after analysis.
type Term struct {
	// Stem is compared with other stems, such as "kubernet".
	Stem string
	// Word is the word as written in its text.
	Word string
	// Weight is above 0. The functions that return a Term document its meaning.
	Weight float64
}

// WordQuery is the parsed text of a search.
type WordQuery struct {
	// Plain is the text without quotes and without excluded words: the text to embed.
	Plain string
	// Terms are the words to search for. An episode need not have all of them. The weight of a
	// term is its number of occurrences in the text; a part of a compound, such as node in
	// node.js, counts half.
	Terms []Term
	// Prefix is the last word, in the form in which it is compared, if it may be incomplete;
	// empty if it is complete.
	Prefix string
	// Pairs are adjacent words of the text, as written. An episode in which they are adjacent
	// too is a better match.
	Pairs [][]string
	// Phrases are words that must occur one after the other, as written but in lower case and
	// without accents. A quotation means the exact words, not their stems, including stop
	// words.
	Phrases [][]string
	// Excluded must not occur: each is one stem, or a phrase of several words.
	Excluded [][]string
	// DidYouMean is the text with unknown words replaced by the nearest known ones; empty if
	// all words are known. Terms has the replacements too.
	DidYouMean string
}

// Words finds the episodes of a snapshot by their words. It is immutable and safe for
// concurrent use.
type Words interface {
	// Parse parses the text of a search. Every text is valid.
	Parse(ctx context.Context, text string) (WordQuery, error)
	// Search writes the BM25 weight of episode n, over its fields, to scores[n]; 0 if it does
	// not match. It sets excluded[n] for episodes that must not be results: they lack a phrase
	// or have an excluded word. Both slices have the length of the snapshot.
	Search(ctx context.Context, q WordQuery, scores []float32, excluded []bool) error
	// Terms returns at most limit terms of episode n, the most distinctive first. Their weight
	// is for [Words.Like], to find episodes about the same subject.
	Terms(ctx context.Context, n, limit int) ([]Term, error)
	// Shared returns the terms that episode n has, as written in the episode. Their weight is
	// their contribution to its score in [Words.Like]; highest first.
	Shared(ctx context.Context, terms []Term, n int) ([]Term, error)
	// Like adds to scores[n] the sum, over all terms, of a term's weight times its BM25 weight
	// in episode n. Weights may be negative here.
	Like(ctx context.Context, terms []Term, scores []float32) error
	// Highlights returns the half-open ranges of runes in text that match q, in order and
	// without overlap.
	Highlights(q WordQuery, text string) [][2]int
}
