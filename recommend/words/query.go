package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of the text of a search: words, a quoted phrase, or an exclusion.
type piece struct {
	start, end       int
	quoted, excluded bool
}

// quotes are the characters that open and close a phrase, in any combination.
const quotes = "\"“”„‟«»‹›＂「」『』"

// maxOperators is the maximum number of words, outside of quotes, of a text in which
// quotes and minus are operators. A longer text is prose, in which they are not.
const maxOperators = 8

// pieces splits the text of a search. A quote without a closing quote and a minus
// without a word are ignored.
func pieces(text string) []piece {
	all := cutPieces(text)
	outside := 0
	for _, p := range all {
		if !p.quoted {
			outside += len(strings.Fields(text[p.start:p.end]))
		}
	}
	if outside > maxOperators {
		return []piece{{end: len(text)}}
	}
	return all
}

func cutPieces(text string) []piece {
	var out []piece
	words := 0 // start of the words that are in no piece yet
	cut := func(end int, next piece) {
		if words < end {
			out = append(out, piece{start: words, end: end})
		}
		if next.start < next.end {
			out = append(out, next)
		}
	}
	before := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		next, after := piece{}, i+size
		if excluding(before, text[i:]) {
			next, after = excludedPiece(text, i+1)
		} else if strings.ContainsRune(quotes, r) {
			next, after = quotedPiece(text, i)
		}
		if after > i+size || next.start < next.end {
			cut(i, next)
			words, before, i = after, ' ', after
			continue
		}
		before, i = r, i+size
	}
	cut(len(text), piece{})
	return out
}

// plain returns the text of a search without quotes and exclusions.
func plain(text string) string {
	var out []string
	for _, p := range pieces(text) {
		if !p.excluded {
			out = append(out, strings.Fields(strings.Map(dropQuotes, text[p.start:p.end]))...)
		}
	}
	return strings.Join(out, " ")
}

func dropQuotes(r rune) rune {
	if strings.ContainsRune(quotes, r) {
		return -1
	}
	return r
}

// excluding reports whether text begins with the minus of an exclusion.
func excluding(before rune, text string) bool {
	if !unicode.IsSpace(before) || !strings.HasPrefix(text, "-") {
		return false
	}
	next, size := utf8.DecodeRuneInString(text[1:])
	return size > 0 && next != '-' && !unicode.IsSpace(next)
}

// excludedPiece returns the phrase or word at start, and its end.
func excludedPiece(text string, start int) (piece, int) {
	if r, _ := utf8.DecodeRuneInString(text[start:]); strings.ContainsRune(quotes, r) {
		if p, after := quotedPiece(text, start); p.quoted {
			p.excluded = true
			return p, after
		}
	}
	end := start + strings.IndexFunc(text[start:], unicode.IsSpace)
	if end < start {
		end = len(text)
	}
	return piece{start: start, end: end, excluded: true}, end
}

// quotedPiece returns the phrase whose opening quote is at start, and the end of its
// closing quote. Without a closing quote the piece is not quoted.
func quotedPiece(text string, start int) (piece, int) {
	_, size := utf8.DecodeRuneInString(text[start:])
	inner := start + size
	length := strings.IndexAny(text[inner:], quotes)
	if length < 0 {
		return piece{}, inner
	}
	_, size = utf8.DecodeRuneInString(text[inner+length:])
	return piece{start: inner, end: inner + length, quoted: true}, inner + length + size
}
