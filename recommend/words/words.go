// Package words finds episodes by their words. It keeps an inverted index of a
// catalogue in a directory (or in memory), brings it up to date by the difference
// between what the catalogue has and what the index has, and answers searches with
// BM25.
//
// Bleve keeps the index: segments, dictionaries, postings, merging, persistence.
// The scores are ours: Bleve's own scorer takes the root of a term's frequency,
// multiplies by the idf twice and takes the number of different words of a field
// for the sum of the fields' lengths, which is neither BM25 nor what we measured.
package words

import (
	"errors"

	"segue/data"
	"segue/recommend"
)

// Weights of a search, in one place because they are chosen by measurement.
const (
	// titleWeight is how often a title's words count beside those of the
	// description. One field of weighted frequencies instead of a field each keeps
	// the saturation of BM25 over both (Robertson, Zaragoza and Taylor, "Simple
	// BM25 extension to multiple weighted fields", 2004).
	titleWeight = 3
	// transcriptWeight is what the score of the transcript counts: what is said in
	// passing is there too.
	transcriptWeight = 0.5
	// prefixWeight is what a word counts that only begins as the last word of a
	// search, which was perhaps not typed to its end.
	prefixWeight = 0.5
	// pairWeight is what two words count more where they stand side by side.
	pairWeight = 0.3
	// partWeight is what the part of a compound counts in a search beside the
	// compound: who types node.js means rather that than node or js.
	partWeight = 0.5
)

// Parameters of BM25 as Robertson et al. give them ("Okapi at TREC-3", 1994).
const (
	k1 = 1.2
	b  = 0.75
)

// Config says how texts are analysed.
type Config struct {
	// Language is the BCP 47 tag of episodes that have no language of their own;
	// English where empty.
	Language string
}

// Key names an episode in one state.
type Key struct {
	ID data.EpisodeID
	// Digest stands for all of the episode that is indexed: its title, description,
	// transcript, people, tags, show and language. It has no "@".
	Digest string
}

// ErrLocked says that another process has opened the index in the directory.
var ErrLocked = errors.New("another process has opened this index")

var _ recommend.Words = (*View)(nil)
