// Package words is the word index. It stores an inverted index of the catalogue in a
// directory or in memory, updates it with the episodes that changed, and answers
// searches with BM25.
//
// Bleve stores the index: segments, dictionaries, postings, merges and files. This
// package computes the scores itself, because Bleve's scorer is not BM25: it takes the
// square root of a term's frequency, multiplies by the idf twice, and uses the number
// of different words of a field as the field length. Our measurements use plain BM25.
package words

import (
	"errors"

	"segue/data"
)

// Weights of a search. They are measured, so they stay in one place.
const (
	// titleWeight is the number of times that a word of the title counts. A word of the
	// description counts once. Both go into one field with weighted frequencies, so
	// BM25 saturates over both (Robertson, Zaragoza and Taylor, "Simple BM25 extension
	// to multiple weighted fields", 2004).
	titleWeight = 3
	// transcriptWeight is the factor of the transcript's score. Transcripts also
	// contain words that are mentioned in passing.
	transcriptWeight = 0.5
	// prefixWeight is the factor of words that only begin with the last word of a
	// search. The user may not have finished typing that word.
	prefixWeight = 0.5
	// pairWeight is the factor of the bonus for two query words that are adjacent in an
	// episode.
	pairWeight = 0.3
	// partWeight is the weight of the parts of a compound in a search. The compound
	// itself has weight 1: a search for node.js is about node.js more than about node
	// or js.
	partWeight = 0.5
)

// Parameters of BM25 (Robertson et al., "Okapi at TREC-3", 1994).
const (
	k1 = 1.2
	b  = 0.75
)

// Config controls how texts are analysed.
type Config struct {
	// Language is the BCP 47 tag of episodes without a language. Empty means English.
	Language string
}

// Key identifies one state of an episode.
type Key struct {
	ID data.EpisodeID
	// Digest is a hash of all indexed parts of the episode: title, description,
	// transcript, people, tags, show and language. It must not contain "@".
	Digest string
}

// ErrLocked is returned if another process has opened the index in the directory.
var ErrLocked = errors.New("another process has opened this index")
