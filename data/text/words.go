package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Words returns the words of s in their order, each as the range of bytes from start to
// end. A word is a segment that has a letter or a digit, by Unicode's rules for word
// boundaries (UAX 29): "don't", "3.14", "node.js" and "snake_case" are one word,
// "e-mail" and "12:30" are two. A Chinese character, a hiragana and a Thai syllable
// are a word each.
func Words(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		rest := segmenter{text: s, limit: -1}
		for at := 0; at < len(s); {
			start := at
			end, isWord, ok := asciiWord(s, start)
			if !ok {
				end, isWord = rest.word(start)
			}
			if at = end; isWord && !yield(start, end) {
				return
			}
		}
	}
}

// segmenter finds the ends of segments that have characters other than ASCII.
type segmenter struct {
	text     string
	segments *words.Iterator[string]
	limit    int // the next character that separates words, from the last start
}

// word returns where the segment at start ends, and whether it is a word.
func (g *segmenter) word(start int) (end int, isWord bool) {
	if start > g.limit {
		g.limit = len(g.text)
		if i := strings.IndexFunc(g.text[start:], separates); i >= 0 {
			g.limit = start + i
		}
	}
	if start == g.limit {
		_, size := utf8.DecodeRuneInString(g.text[start:])
		return start + size, false
	}
	if g.segments == nil {
		g.segments = words.FromString("")
	}
	g.segments.SetText(g.text[start:g.limit])
	g.segments.Next()
	end = start + g.segments.End()
	return end, strings.ContainsFunc(g.text[start:end], isLetterOrDigit)
}

// separates reports whether r separates words though Unicode's rules join it to a
// word: the narrow space of French punctuation, and symbols such as a cedilla without
// a letter. The iterator of package words stops at bytes that are not UTF-8.
func separates(r rune) bool {
	return r >= utf8.RuneSelf && (r == '\u202f' || r == utf8.RuneError || unicode.Is(unicode.Sk, r))
}

// Parts returns the words of s like [Words], but cuts a word at low lines, colons,
// and at dots that are not between digits: "node.js" has two parts and "3.14" has one.
func Parts(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for start, end := range Words(s) {
			for start < end {
				after, size := partEnd(s, start, end)
				if start < after && !yield(start, after) {
					return
				}
				start = after + size
			}
		}
	}
}

// partEnd returns where the first part of the word s[start:end] ends, and the length
// of the sign after it.
func partEnd(s string, start, end int) (after, sign int) {
	for i := start; i < end; {
		if c := s[i]; c < utf8.RuneSelf && (kinds[c] == letter || kinds[c] == digit) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '_', ':', '：', '﹕', '․', '．', '﹒':
			return i, size
		case '.':
			if i == start || i+1 == end || !isDigit(s[i-1]) || !isDigit(s[i+1]) {
				return i, size
			}
		}
		i += size
	}
	return end, 0
}

// Signs returns the signs after a word that belong to its name: "++" as in C++ and
// Notepad++, or "#" as in C#, and "" for other words. The text after the word is
// rest.
func Signs(word, rest string) string {
	switch {
	case strings.HasPrefix(rest, "++") && IsLetters(word):
		return "++"
	case strings.HasPrefix(rest, "#") && len(word) == 1 && IsLetters(word):
		if next, _ := utf8.DecodeRuneInString(rest[1:]); !unicode.IsLetter(next) {
			return "#"
		}
	}
	return ""
}

// IsLetters reports whether s has letters and their marks only, and is not empty.
func IsLetters(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) < 0
}

// IsWordRune reports whether r can be in a word: a letter, a number or a mark.
func IsWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetterOrDigit(r)
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// firstUnspaced is the first character of the scripts that put no space between
// words.
const firstUnspaced = 0x0E00

// IsUnspaced reports whether r is of a script that puts no space between words, so
// that the end of a word is not visible.
func IsUnspaced(r rune) bool {
	return r >= firstUnspaced && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

func isLetterOrDigit(r rune) bool {
	if r < utf8.RuneSelf {
		k := kinds[r]
		return k == letter || k == digit
	}
	return unicode.IsLetter(r) || unicode.In(r, unicode.Nd, unicode.Nl)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
