package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

// token is a word of a text.
type token struct {
	// text is the word as it is written; of a compound, as it is compared.
	text string
	// start and end are bytes of the text that it was found in.
	start, end int
	// pos counts the words of the text from 0. A compound has the position of its
	// first part.
	pos int
	// whole says that the word stands for a compound whose parts are tokens too.
	whole bool
	// part says that the word belongs to such a compound.
	part bool
}

// written is the word as a reader sees it, without a genitive's ending.
func (t token) written(text string) string {
	word := text[t.start:t.end]
	for _, ending := range []string{"'s", "’s", "'S", "’S"} {
		word = strings.TrimSuffix(word, ending)
	}
	return word
}

// maxWord is the longest word in runes. What is longer is no word but a key or
// a picture in a text.
const maxWord = 64

// tokenize cuts a text into words by Unicode's rules (UAX 29), with rules for names
// that these cut: C++, C#, .NET, node.js, GPT-4, TCP/IP and AT&T are words of their
// own, and all but the first two and the last are found by their parts as well.
// Chinese, Japanese and Korean are cut into pairs of signs.
func tokenize(s string) []token {
	words := make([]span, 0, len(s)/5+1)
	for start, end := range text.Words(s) {
		if !needsDictionary(s[start:end]) {
			words = append(words, span{start, end})
		}
	}
	t := tokenizer{text: s, tokens: make([]token, 0, len(words))}
	for len(words) > 0 {
		words = words[t.take(words):]
	}
	return t.tokens
}

// needsDictionary reports whether a word is of a script such as Thai, which only a
// dictionary could cut into words that a search can find. The index leaves it out.
func needsDictionary(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return text.IsUnspaced(r) && !isCJK(word)
}

// span is a range of bytes.
type span struct{ start, end int }

type tokenizer struct {
	text   string
	tokens []token
	pos    int
}

func (t *tokenizer) of(s span) string { return t.text[s.start:s.end] }

// add makes a token of s, spelled as given, and goes on to the next position.
func (t *tokenizer) add(s span, spelled string, part bool) {
	if n := utf8.RuneCountInString(spelled); n > 0 && n <= maxWord {
		t.tokens = append(t.tokens, token{text: spelled, start: s.start, end: s.end, pos: t.pos, part: part})
	}
	t.pos++
}

// addWhole makes a token beside the parts that follow.
func (t *tokenizer) addWhole(s span, spelled string) {
	if n := utf8.RuneCountInString(spelled); n > 0 && n <= maxWord {
		t.tokens = append(t.tokens, token{text: spelled, start: s.start, end: s.end, pos: t.pos, whole: true})
	}
}

// take makes tokens of the first words and returns of how many.
func (t *tokenizer) take(words []span) int {
	if isCJK(t.of(words[0])) {
		return t.takeCJK(words)
	}
	n := 1
	joiner := t.joiner(words)
	for joiner != 0 && t.joiner(words[n-1:]) == joiner {
		n++
	}
	if n == 1 {
		t.takeWord(words[0], false)
	} else {
		t.takeChain(words[:n], joiner)
	}
	return n
}

// joiner is the sign that joins the first two words, 0 where none does.
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

// takeCJK makes tokens of the pairs of signs in a run, or of a sign that stands
// alone.
func (t *tokenizer) takeCJK(words []span) int {
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

// isCJK reports whether a word has only signs of Chinese, Japanese or Korean.
func isCJK(word string) bool {
	for _, r := range word {
		if r < 0x1100 || r != 'ー' && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return false
		}
	}
	return true
}
