// Package wordpiece splits a text into the tokens of a BERT model.
//
// It removes control characters and accents and converts the text to lower case. It
// splits the text into words at spaces, punctuation and Chinese characters. It then
// splits each word from left to right into the longest pieces in the vocabulary. If that
// is impossible, the word is one unknown piece.
//
// A special piece in the text, such as "[CLS]", is treated as ordinary text.
package wordpiece

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWordRunes is the length of the longest word that is split. A longer word is unknown,
// as in the published tokenizer.
const maxWordRunes = 100

// Tokens appends the IDs of text's pieces to ids, between the pieces for the beginning
// and the end of a text. It appends at most limit IDs, which must be at least 2, and
// ignores the rest of the text. It also ignores bytes that are not UTF-8.
func (v *Vocabulary) Tokens(ids []uint16, text string, limit int) []uint16 {
	w := writer{vocabulary: v, ids: append(ids, v.beginning), maxIDs: len(ids) + limit - 1}
	for _, r := range text {
		if w.isFull() {
			break
		}
		w.add(r)
	}
	w.endWord()
	return append(w.ids, v.end)
}

// writer collects the runes of a word and writes its pieces.
type writer struct {
	vocabulary *Vocabulary
	ids        []uint16
	maxIDs     int // maximum length of ids before the end piece
	word       [maxWordRunes * utf8.UTFMax]byte
	length     int // bytes of word in use
	runes      int // runes of the word, also if they do not fit in it
	rune       [utf8.UTFMax]byte
	decomposed []byte // decomposition of a rune
}

func (w *writer) isFull() bool { return len(w.ids) >= w.maxIDs }

// add processes the next rune of the text.
func (w *writer) add(r rune) {
	switch classify(r) {
	case letter:
		w.addLetter(r)
	case space:
		w.endWord()
	case alone:
		w.endWord()
		w.addDecomposed(r)
		w.endWord()
	}
}

func (w *writer) addLetter(r rune) {
	if r < 0x80 {
		w.addRune(lowerASCII(r))
		return
	}
	w.addDecomposed(r)
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// addDecomposed adds the decomposition of r without marks and in lower case. The marks
// are dropped, so their canonical order does not matter.
func (w *writer) addDecomposed(r rune) {
	n := utf8.EncodeRune(w.rune[:], r)
	w.decomposed = norm.NFD.Append(w.decomposed[:0], w.rune[:n]...)
	for rest := w.decomposed; len(rest) > 0; {
		part, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		w.addDecomposedRune(part)
	}
}

func (w *writer) addDecomposedRune(r rune) {
	switch classifyDecomposed(r) {
	case letter:
		w.addRune(unicode.ToLower(r))
	case alone:
		w.endWord()
		w.addRune(r)
		w.endWord()
	}
}

// addRune adds a rune to the word.
func (w *writer) addRune(r rune) {
	w.runes++
	if w.runes <= maxWordRunes {
		w.length += utf8.EncodeRune(w.word[w.length:], r)
	}
}

// endWord writes the pieces of the word, as many as fit, and starts a new word.
func (w *writer) endWord() {
	word, tooLong := w.word[:w.length], w.runes > maxWordRunes
	w.length, w.runes = 0, 0
	if len(word) == 0 {
		return
	}
	before := len(w.ids)
	if tooLong || !w.splitWord(word) {
		w.ids = append(w.ids[:before], w.vocabulary.unknown)
	}
	w.ids = w.ids[:min(len(w.ids), w.maxIDs)]
}

// splitWord appends the longest pieces of word. It returns false if word cannot be split.
func (w *writer) splitWord(word []byte) bool {
	pieces := w.vocabulary.starts
	for len(word) > 0 {
		id, n := w.longestPiece(pieces, word)
		if n == 0 {
			return false
		}
		w.ids, word = append(w.ids, id), word[n:]
		pieces = w.vocabulary.suffixes
	}
	return true
}

// longestPiece returns the longest piece at the start of word and its length in bytes, or
// zero if there is none.
func (w *writer) longestPiece(pieces map[string]uint16, word []byte) (id uint16, n int) {
	for n = min(len(word), w.vocabulary.longest); n > 0; n-- {
		if id, ok := pieces[string(word[:n])]; ok {
			return id, n
		}
	}
	return 0, 0
}
