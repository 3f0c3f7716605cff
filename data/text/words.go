package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Words returns the words of s in order, each as a range of bytes. A word is a segment
// with a letter or digit, by the Unicode rules for word boundaries (UAX 29): "don't",
// "3.14", "node.js" and "snake_case" are one word, "e-mail" and "12:30" are two. Each
// Chinese character, hiragana character and Thai syllable is one word.
func Words(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		unicodeRules := segmenter{text: s, limit: -1}
		for at := 0; at < len(s); {
			start := at
			end, isWord, ok := asciiWord(s, start)
			if !ok {
				end, isWord = unicodeRules.word(start)
			}
			if at = end; isWord && !yield(start, end) {
				return
			}
		}
	}
}

// segmenter finds the ends of segments with characters that are not ASCII.
type segmenter struct {
	text     string
	segments *words.Iterator[string]
	limit    int // position of the next separator after the last start
}

// word returns the end of the segment at start and whether it is a word.
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

// separates reports whether Words splits words at r although the Unicode rules join it
// to a word: the narrow space of French punctuation, and symbols such as a cedilla
// without a letter. It also splits at invalid UTF-8, where the iterator of package words
// would stop.
func separates(r rune) bool {
	return r >= utf8.RuneSelf && (r == '\u202f' || r == utf8.RuneError || unicode.Is(unicode.Sk, r))
}

// Parts returns the words of s like [Words], but splits them at underscores, colons and
// dots, except dots between digits: "node.js" has two parts and "3.14" has one.
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

// partEnd returns the end of the first part of the word s[start:end], and the length of
// the separator after it.
func partEnd(s string, start, end int) (after, separator int) {
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
// Notepad++, or "#" as in C#. It returns "" for other words. rest is the text after the
// word.
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

// IsLetters reports whether s consists of letters and their marks, and is not empty.
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

// firstUnspaced is the first character of the scripts without spaces between words.
const firstUnspaced = 0x0E00

// IsUnspaced reports whether r belongs to a script without spaces between words. In
// these scripts the end of a word is not visible.
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
