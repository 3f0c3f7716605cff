// Package wordpiece cuts a text into the pieces that a BERT model reads.
//
// The text is cleaned (control runes dropped, marks taken off letters, lower
// case), cut into words at spaces, punctuation and Chinese characters, and every
// word is cut into the longest pieces of the vocabulary, from its left. A word
// that cannot be cut so is one unknown piece.
//
// A text that spells a special piece, such as "[CLS]", is ordinary text.
package wordpiece

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWordRunes is the longest word that is cut into pieces; the published
// tokenizer has the same limit.
const maxWordRunes = 100

// Tokens returns the IDs of text's pieces between the pieces that begin and end
// every text, appended to ids. There are at most limit of them (2 at least); what
// does not fit is left out. Bytes that are not UTF-8 are left out too.
func (v *Vocabulary) Tokens(ids []uint16, text string, limit int) []uint16 {
	w := writer{vocabulary: v, ids: append(ids, v.beginning), full: len(ids) + limit - 1}
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
	full       int // length of ids at which nothing more fits
	word       [maxWordRunes * utf8.UTFMax]byte
	length     int // bytes of word in use
	runes      int // runes of the word, which may be more than fit
	rune       [utf8.UTFMax]byte
	parts      []byte // what a rune is made of
}

func (w *writer) isFull() bool { return len(w.ids) >= w.full }

// add takes the next rune of the text.
func (w *writer) add(r rune) {
	switch classify(r) {
	case letter:
		w.addLetter(r)
	case space:
		w.endWord()
	case alone:
		w.endWord()
		w.addParts(r)
		w.endWord()
	}
}

func (w *writer) addLetter(r rune) {
	if r < 0x80 {
		w.put(lowerASCII(r))
		return
	}
	w.addParts(r)
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// addParts takes what r is made of, without marks and in lower case. Marks need
// no canonical order here, as they are dropped.
func (w *writer) addParts(r rune) {
	n := utf8.EncodeRune(w.rune[:], r)
	w.parts = norm.NFD.Append(w.parts[:0], w.rune[:n]...)
	for rest := w.parts; len(rest) > 0; {
		part, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		w.addPart(part)
	}
}

func (w *writer) addPart(r rune) {
	switch classifyPart(r) {
	case letter:
		w.put(unicode.ToLower(r))
	case alone:
		w.endWord()
		w.put(r)
		w.endWord()
	}
}

// put adds a cleaned rune to the word.
func (w *writer) put(r rune) {
	w.runes++
	if w.runes <= maxWordRunes {
		w.length += utf8.EncodeRune(w.word[w.length:], r)
	}
}

// endWord writes the word's pieces, as many as fit, and begins another.
func (w *writer) endWord() {
	word, tooLong := w.word[:w.length], w.runes > maxWordRunes
	w.length, w.runes = 0, 0
	if len(word) == 0 {
		return
	}
	before := len(w.ids)
	if tooLong || !w.cut(word) {
		w.ids = append(w.ids[:before], w.vocabulary.unknown)
	}
	w.ids = w.ids[:min(len(w.ids), w.full)]
}

// cut appends the longest pieces that make up word, and reports whether it could.
func (w *writer) cut(word []byte) bool {
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

// longestPiece returns the longest of pieces that begins word, and its length in
// bytes; zero where there is none.
func (w *writer) longestPiece(pieces map[string]uint16, word []byte) (id uint16, n int) {
	for n = min(len(word), w.vocabulary.longest); n > 0; n-- {
		if id, ok := pieces[string(word[:n])]; ok {
			return id, n
		}
	}
	return 0, 0
}
