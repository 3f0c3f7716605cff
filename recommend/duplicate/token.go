package duplicate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

// kind is the kind of a token.
type kind uint8

const (
	word      kind = iota
	separator      // ":", "|", a dash, or a hyphen with a space
	pause          // a comma or a full stop
	slash          // "/"
	number         // "#" that begins a number
	open           // an opening bracket
	shut           // a closing bracket
)

// token is a word or a punctuation mark of a text. A word is in lower case and without
// accents, so that different spellings of a title have equal tokens.
type token struct {
	text       string
	kind       kind
	start, end int // in the text
}

// tokens splits a text into at most limit words and punctuation marks. It drops quotes,
// question marks and exclamation marks. In scripts without spaces, such as Chinese,
// each character is a word.
func tokens(s string, limit int) []token {
	c := splitter{text: s, limit: limit, all: make([]token, 0, min(limit, len(s)/5+1))}
	for start, end := range text.Parts(s) {
		if start < c.at { // already part of a name such as C++
			continue
		}
		c.punctuation(start)
		c.word(start, end)
		if c.isFull() {
			return c.all
		}
	}
	c.punctuation(len(s))
	return c.all
}

// splitter is the state of tokens. at is the byte offset of the unread text.
type splitter struct {
	text  string
	limit int
	at    int
	all   []token
}

func (c *splitter) isFull() bool { return len(c.all) >= c.limit }

// punctuation adds the punctuation marks before a word.
func (c *splitter) punctuation(end int) {
	for c.at < end && !c.isFull() {
		if b := c.text[c.at]; b == ' ' || b == '\n' { // fast path
			c.at++
			continue
		}
		r, size := utf8.DecodeRuneInString(c.text[c.at:])
		if k, ok := punctuationKind(c.text, c.at, r, size); ok {
			c.add(c.text[c.at:c.at+size], k, c.at+size)
		}
		c.at += size
	}
}

// word adds a word, including the symbols of a name such as "C++".
func (c *splitter) word(start, end int) {
	if c.text[start] >= utf8.RuneSelf {
		if first, _ := utf8.DecodeRuneInString(c.text[start:]); text.IsUnspaced(first) {
			c.characters(end)
			return
		}
	}
	end += len(text.Signs(c.text[start:end], c.text[end:]))
	c.add(fold(c.text[start:end]), word, end)
	c.at = end
}

// characters adds each character as a word.
func (c *splitter) characters(end int) {
	for c.at < end {
		r, size := utf8.DecodeRuneInString(c.text[c.at:])
		if text.IsUnspaced(r) {
			c.add(fold(c.text[c.at:c.at+size]), word, c.at+size)
		}
		c.at += size
	}
}

// add adds a token that ends at end.
func (c *splitter) add(folded string, k kind, end int) {
	if folded != "" && !c.isFull() {
		c.all = append(c.all, token{folded, k, c.at, end})
	}
}

// fold converts a word to lower case without accents and apostrophes. It drops the
// spaces and marks that appear when compatibility characters are decomposed.
func fold(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if text.IsWordRune(r) || strings.ContainsRune("+#.,", r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text.FoldAccents(s))
}

// isPlain reports whether s needs no folding, as most words.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '\'' || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// punctuationKind returns the kind of the punctuation mark r at s[i:], if it has one.
func punctuationKind(s string, i int, r rune, size int) (kind, bool) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+size:])
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
		return separator, !text.IsWordRune(before) || !text.IsWordRune(after)
	case strings.ContainsRune(",;.、", r):
		return pause, true
	case r == '/':
		return slash, true
	case r == '#':
		return number, unicode.IsDigit(after)
	}
	return 0, false
}

// trim removes the punctuation at both ends.
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

// wordsOf returns the words of a list.
func wordsOf(list []token) []string {
	var words []string
	for _, t := range list {
		if t.kind == word {
			words = append(words, t.text)
		}
	}
	return words
}
