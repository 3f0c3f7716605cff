package duplicate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind says what a token of a title is.
type kind uint8

const (
	word      kind = iota
	separator      // ":", "|", a dash, or a hyphen beside a space
	pause          // a comma or a full stop
	slash          // "/"
	number         // "#" that begins a number
	open           // an opening bracket
	shut           // a closing bracket
)

// token is a word or a sign of a text. A word is in lower case and without
// marks, so that two spellings of one title have equal tokens.
type token struct {
	text       string
	kind       kind
	start, end int // in the text
}

// tokens takes a text apart, at most limit tokens. Quotes, question and
// exclamation marks are left out. A Chinese or Japanese character is a word, as
// no space shows where theirs end.
func tokens(text string, limit int) []token {
	all := make([]token, 0, min(limit, len(text)/5+1))
	for i := 0; i < len(text) && len(all) < limit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if inWord(r) {
			end := wordEnd(text, i)
			if folded := fold(text[i:end]); folded != "" {
				all = append(all, token{folded, word, i, end})
			}
			i = end
			continue
		}
		if k, ok := sign(text, i, r, size); ok {
			all = append(all, token{text[i : i+size], k, i, i + size})
		}
		i += size
	}
	return all
}

// firstHan is the first character of the scripts that put no space between words.
const firstHan = 0x2E80

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// alone reports whether r is a word by itself.
func alone(r rune) bool {
	return r >= firstHan && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// wordEnd is where the word that begins at start ends. Apostrophes join what they
// stand between, and so do a stop or a comma between two digits; "C++" and "C#"
// keep their signs.
func wordEnd(text string, start int) int {
	first, size := utf8.DecodeRuneInString(text[start:])
	end, last := start+size, first
	if alone(first) {
		return end
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		switch {
		case inWord(r) && !alone(r):
		case (r == '\'' || r == '’') && unicode.IsLetter(last) && unicode.IsLetter(next):
		case (r == '.' || r == ',') && unicode.IsDigit(last) && unicode.IsDigit(next):
		case (r == '+' || r == '#') && !unicode.IsDigit(last) && !inWord(next):
		default:
			return end
		}
		end, last = end+size, r
	}
	return end
}

// fold brings a word to lower case without marks and apostrophes. It is empty for
// a word of marks alone.
func fold(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		// A decomposition may bring in spaces and signs.
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("+#.,", r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// plain reports whether s is folded already, as most words of a text are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '\'' || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// sign returns the kind of the sign r at text[i:], if it has one.
func sign(text string, i int, r rune, size int) (kind, bool) {
	if r == ' ' || r == '\n' { // most signs of a text
		return 0, false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	switch {
	case strings.ContainsRune("([{【（〔", r):
		return open, true
	case strings.ContainsRune(")]}】）〕", r):
		return shut, true
	case strings.ContainsRune("|｜–—―•·»：~", r):
		return separator, true
	case r == ':':
		return separator, !unicode.IsDigit(before) || !unicode.IsDigit(after)
	case r == '-':
		return separator, !inWord(before) || !inWord(after)
	case strings.ContainsRune(",;.、", r):
		return pause, true
	case r == '/':
		return slash, true
	case r == '#':
		return number, unicode.IsDigit(after)
	}
	return 0, false
}

// trim drops the signs at both ends.
func trim(list []token) []token {
	for len(list) > 0 && list[0].kind != word && list[0].kind != number && list[0].kind != open {
		list = list[1:]
	}
	for len(list) > 0 && list[len(list)-1].kind != word && list[len(list)-1].kind != shut {
		list = list[:len(list)-1]
	}
	return list
}

func hasWord(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.kind == word })
}

// wordsOf are the words of a list, without its signs.
func wordsOf(list []token) []string {
	var words []string
	for _, t := range list {
		if t.kind == word {
			words = append(words, t.text)
		}
	}
	return words
}
