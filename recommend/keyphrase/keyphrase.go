// Package keyphrase finds the key phrases of a text: the publisher's tags, phrases of one to three
// words, and chapter titles.
//
// [Extract] reads one text and returns its candidates. Their scores follow YAKE (Campos et al.,
// "YAKE! Keyword extraction from single documents using multiple local features", 2020): frequency,
// position, case, and words that are neither stop words nor fillers. As in RAKE (Rose et al.,
// "Automatic keyword extraction from individual documents", 2010), a phrase never crosses a stop
// word or a sign of punctuation.
//
// [Counts] counts in how many texts of a catalogue a phrase occurs. [Catalogue] uses the counts to
// choose the topics of a text ([Catalogue.Topics]) and of two texts ([Catalogue.Shared]). Names of
// people and phrases that are common in the catalogue are never topics.
package keyphrase

import (
	"hash/fnv"
	"strings"

	"segue/data/text"
)

// Text is the input of [Extract].
type Text struct {
	Show, Title string
	// Description is without boilerplate. Boilerplate is the text that was removed.
	Description, Boilerplate string
	Transcript               string
	Tags, Chapters           []string
	// Language is a BCP 47 tag; empty means English.
	Language string
}

// Analyse returns the stem of a word of the text's language, and whether it is a stop word.
type Analyse func(word string) (stem string, stop bool)

// kind is the source of a phrase. Topics are in the order of kinds.
type kind uint8

const (
	byTag kind = iota
	byText
	byChapter
	kinds
)

// phrase is a candidate for a topic of one text.
type phrase struct {
	// text is the most frequent form in the text.
	text string
	// key identifies the stems of the phrase. words are the cells of its words.
	key   key
	words []uint32
	kind  kind
	// plain is set for one word in lower case that the text hardly stresses.
	plain bool
	// score is above 0: the importance within the text.
	score float64
}

// key identifies a phrase: a hash of its stems.
type key uint64

// keyOf returns the key of a phrase with the given stems.
func keyOf(stems ...string) key {
	h := fnv.New64a()
	for _, s := range stems {
		_, _ = h.Write([]byte(s))
		_, _ = h.Write([]byte{' '})
	}
	return key(h.Sum64())
}

// The forms of a word are counted under these prefixes. No stem begins with them.
const (
	lowerPrefix   = "\x00l"
	capitalPrefix = "\x00u"
)

// fold returns the form in which words are compared with names: without case, accents and the
// English genitive.
func fold(word string) string {
	folded := strings.ToLower(text.FoldAccents(strings.ReplaceAll(word, "’", "'")))
	return strings.TrimSuffix(folded, "'s")
}

// wordsOf returns the folded words of a text.
func wordsOf(s string) []string {
	var words []string
	for start, end := range text.Words(s) {
		words = append(words, fold(s[start:end]))
	}
	return words
}
