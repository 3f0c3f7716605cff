package recommend

import "context"

// Episodes of a snapshot are numbered from 0 in its order: newest first, then by
// id. [Vectors] and [Words] speak of episodes by these numbers, so that scores of
// both are slices of one length and nothing is looked up by name.

// NoVector stands for the cosine of an episode that has no vectors. It is below
// every cosine.
const NoVector = float32(-2)

// Nearest is how near an episode came to a vector.
type Nearest struct {
	// Mean is the cosine of the episode's mean vector, Best that of its nearest
	// passage; [NoVector] where the episode has no vectors.
	Mean, Best float32
	// Passage is the number of the nearest passage, the first of equals.
	Passage int32
}

// Vectors compares a vector with every embedded episode of a snapshot. It does
// not change, and is safe for concurrent use.
type Vectors interface {
	// Vector returns the mean of episode n's passages, of length one, and nil for
	// an episode without vectors. It must not be changed.
	Vector(n int) []float32
	// Similarity returns the cosine of the mean vectors of two episodes, or
	// [NoVector] where one has none.
	Similarity(a, b int) float32
	// Nearest returns how near query comes to episode n alone.
	Nearest(query []float32, n int) Nearest
	// Means writes to similarity[n] the cosine of query and the mean vector of
	// episode n, or [NoVector]. The slice has the length of the snapshot.
	Means(ctx context.Context, query, similarity []float32) error
	// Passages writes to nearest[n] how near query comes to episode n. The slice
	// has the length of the snapshot.
	Passages(ctx context.Context, query []float32, nearest []Nearest) error
}

// Term is an analysed word.
type Term struct {
	// Stem is what is compared, such as "kubernet".
	Stem string
	// Word is how the word is written in the text that it comes from.
	Word string
	// Weight is above 0. What it means is said where a Term is returned.
	Weight float64
}

// WordQuery is the text of a search as it was understood.
type WordQuery struct {
	// Plain is the text without quotes and without what is excluded: what a model
	// of meaning should read.
	Plain string
	// Terms are the words to look for, each of which may be missing. Their weight
	// is how often they stand in the text, where a part of a compound such as node
	// in node.js counts half.
	Terms []Term
	// Prefix is the beginning of a word that was perhaps not typed to its end, as
	// it is compared; empty where the last word is complete.
	Prefix string
	// Pairs are words that stand side by side in the text, as they are written: an
	// episode in which they do so too is nearer to what is meant.
	Pairs [][]string
	// Phrases are words that must stand one after the other, as they are written but
	// in lower case and without accents: who quotes means the words and not their
	// stems, and stop words too.
	Phrases [][]string
	// Excluded must not occur: each is one stem, or a phrase of several words.
	Excluded [][]string
	// DidYouMean is the text with words that the catalogue does not know replaced
	// by their nearest known neighbours, and empty where there is nothing to
	// replace. Terms has those neighbours too.
	DidYouMean string
}

// Words finds the episodes of a snapshot by their words. It does not change, and
// is safe for concurrent use.
type Words interface {
	// Parse reads the text of a search. Nothing that a user types is an error.
	Parse(ctx context.Context, text string) (WordQuery, error)
	// Search writes to scores[n] how well episode n matches (BM25 over its fields),
	// and 0 where it does not match. excluded[n] is set for the episodes that must
	// not be answered whatever else they have: they lack a phrase or have what is
	// excluded. Both slices have the length of the snapshot.
	Search(ctx context.Context, q WordQuery, scores []float32, excluded []bool) error
	// Terms returns what episode n is about, at most limit terms, those that tell
	// it best from others first. Their weight is how much each should count in
	// [Words.Like] to find episodes about the same.
	Terms(ctx context.Context, n, limit int) ([]Term, error)
	// Shared returns those of terms that episode n has, as it writes them. Their
	// weight is what each added to its score in [Words.Like]; highest first.
	Shared(ctx context.Context, terms []Term, n int) ([]Term, error)
	// Like adds to scores[n] how much episode n has of the weighted terms: the sum
	// of a term's weight times its BM25 weight in the episode. Weights may be
	// negative here.
	Like(ctx context.Context, terms []Term, scores []float32) error
	// Highlights returns the half-open ranges of runes in text that match q, in
	// their order and without overlap.
	Highlights(q WordQuery, text string) [][2]int
}
