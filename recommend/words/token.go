package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

// token is a word of a text.
type token struct {
	// text is the word as it is written, or the normalised form of a compound.
	text string
	// start and end are byte offsets in the text.
	start, end int
	// pos is the position of the word in the text, from 0. A compound has the position
	// of its first part.
	pos int
	// whole is true for a compound whose parts are tokens too.
	whole bool
	// part is true for a part of such a compound.
	part bool
}

// surface returns the word as it is written in text, without a genitive ending.
func (t token) surface(text string) string {
	word := text[t.start:t.end]
	for _, ending := range []string{"'s", "’s", "'S", "’S"} {
		word = strings.TrimSuffix(word, ending)
	}
	return word
}

// maxWord is the maximum length of a word in runes. Longer runs are keys or encoded
// data.
const maxWord = 64

// tokenize splits a text into words by the rules of Unicode (UAX 29). It adds rules for
// names that those rules would split: C++, C#, .NET, node.js, GPT-4, TCP/IP and AT&T
// are words. All of them except C++, C# and AT&T are also found by their parts.
// Chinese, Japanese and Korean are split into pairs of characters.
func tokenize(s string) []token {
	words := make([]span, 0, len(s)/5+1)
	for start, end := range text.Words(s) {
		if !needsDictionary(s[start:end]) {
			words = append(words, span{start, end})
		}
	}
	t := tokenizer{text: s, tokens: make([]token, 0, len(words))}
	for len(words) > 0 {
		words = words[t.next(words):]
	}
	return t.tokens
}

// needsDictionary reports whether a word is in a script such as Thai, which can only be
// split into words with a dictionary. The index leaves such text out.
func needsDictionary(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return text.IsUnspaced(r) && !isCJK(word)
}

// span is a half-open range of bytes.
type span struct{ start, end int }

type tokenizer struct {
	text   string
	tokens []token
	pos    int
}

func (t *tokenizer) of(s span) string { return t.text[s.start:s.end] }

// add adds a token for s with the given text and moves to the next position.
func (t *tokenizer) add(s span, word string, part bool) {
	if n := utf8.RuneCountInString(word); n > 0 && n <= maxWord {
		t.tokens = append(t.tokens, token{text: word, start: s.start, end: s.end, pos: t.pos, part: part})
	}
	t.pos++
}

// addWhole adds a token for a compound. Its parts follow at the same position.
func (t *tokenizer) addWhole(s span, word string) {
	if n := utf8.RuneCountInString(word); n > 0 && n <= maxWord {
		t.tokens = append(t.tokens, token{text: word, start: s.start, end: s.end, pos: t.pos, whole: true})
	}
}

// next adds the tokens at the beginning of words and returns the number of words used.
func (t *tokenizer) next(words []span) int {
	if isCJK(t.of(words[0])) {
		return t.addCJK(words)
	}
	n := 1
	joiner := t.joiner(words)
	for joiner != 0 && t.joiner(words[n-1:]) == joiner {
		n++
	}
	if n == 1 {
		t.addWord(words[0], false)
	} else {
		t.addChain(words[:n], joiner)
	}
	return n
}

// joiner returns the character that joins the first two words, or 0.
func (t *tokenizer) joiner(words []span) rune {
	if len(words) < 2 || isCJK(t.of(words[1])) {
		return 0
	}
	switch between := t.text[words[0].end:words[1].start]; between {
	case "-", "‐", "‑":
		return '-'
	case "/", "&":
		return rune(between[0])
	}
	return 0
}

// addCJK adds the pairs of characters of a run of Chinese, Japanese or Korean as
// tokens. A single character is one token.
func (t *tokenizer) addCJK(words []span) int {
	n := 1
	for n < len(words) && words[n].start == words[n-1].end && isCJK(t.of(words[n])) {
		n++
	}
	run := span{words[0].start, words[n-1].end}
	starts := make([]int, 0, len(t.of(run))/3+1)
	for i := range t.of(run) {
		starts = append(starts, run.start+i)
	}
	starts = append(starts, run.end)
	if len(starts) == 2 {
		t.add(run, t.of(run), false)
	}
	for i := 2; i < len(starts); i++ {
		pair := span{starts[i-2], starts[i]}
		t.add(pair, t.of(pair), false)
	}
	return n
}

// isCJK reports whether a word has only Chinese, Japanese or Korean characters.
func isCJK(word string) bool {
	for _, r := range word {
		if r < 0x1100 || r != 'ー' && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return false
		}
	}
	return true
}
