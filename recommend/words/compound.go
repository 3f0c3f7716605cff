package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data/text"
)

// Maximum lengths, in runes, of words that a hyphen, slash or ampersand joins into one
// word. They accept AT&T, R&D and TCP/IP, and reject Johnson&Johnson and addresses.
const (
	maxAmpersand = 2
	maxSlash     = 4
	maxHyphen    = 2
	maxModel     = 4 // "3.5" in GPT-3.5, "737" in Boeing-737
)

// addChain adds the tokens of words that joiner connects.
func (t *tokenizer) addChain(words []span, joiner rune) {
	all := span{words[0].start, words[len(words)-1].end}
	longest := 0
	for _, w := range words {
		longest = max(longest, utf8.RuneCountInString(t.of(w)))
	}
	switch {
	case joiner == '&' && longest <= maxAmpersand, joiner == '/' && longest == 1:
		t.add(all, t.of(all), false)
		return
	case joiner == '/' && longest <= maxSlash:
		t.addWhole(all, t.of(all))
	case joiner == '-' && t.isModel(words):
		all = span{words[0].start, words[1].end}
		t.addWhole(all, t.of(words[0])+t.of(words[1]))
	case joiner == '-' && t.isPrefixed(words):
		t.addWhole(all, t.of(words[0])+t.of(words[1]))
	default:
		for _, w := range words {
			t.addWord(w, false)
		}
		return
	}
	for _, w := range words {
		t.addWord(w, w.end <= all.end)
	}
}

// isModel reports whether words begin with a name and a number, such as GPT-4, which is
// also written GPT4.
func (t *tokenizer) isModel(words []span) bool {
	number := t.of(words[1])
	return text.IsLetters(t.of(words[0])) && number[0] >= '0' && number[0] <= '9' && len(number) <= maxModel
}

// isPrefixed reports whether words are a word with a short prefix, such as e-mail or
// start-up, which is also written as one word.
func (t *tokenizer) isPrefixed(words []span) bool {
	if len(words) != 2 {
		return false
	}
	first, second := t.of(words[0]), t.of(words[1])
	short := min(utf8.RuneCountInString(first), utf8.RuneCountInString(second))
	return short <= maxHyphen && text.IsLetters(first) && text.IsLetters(second)
}

// addWord adds the tokens of one word (UAX 29), including the symbols around it.
func (t *tokenizer) addWord(w span, part bool) {
	word := t.of(w)
	symbols := text.Signs(word, t.text[w.end:])
	named := span{w.start, w.end + len(symbols)}
	switch {
	case symbols != "" && utf8.RuneCountInString(word) <= maxHyphen: // C++ and C#; not found by C
		t.add(named, t.of(named), part)
	case symbols != "": // Notepad++
		t.addWhole(named, t.of(named))
		t.add(w, word, true)
	case text.IsLetters(word) && t.hasLeadingDot(w): // .NET
		t.addWhole(span{w.start - 1, w.end}, "."+word)
		t.add(w, word, true)
	default:
		t.addParts(w, part)
	}
}

// hasLeadingDot reports whether a short word follows a dot that does not end a
// sentence.
func (t *tokenizer) hasLeadingDot(w span) bool {
	if w.start == 0 || t.text[w.start-1] != '.' || utf8.RuneCountInString(t.of(w)) > maxSlash {
		return false
	}
	before, size := utf8.DecodeLastRuneInString(t.text[:w.start-1])
	return size == 0 || unicode.IsSpace(before) || strings.ContainsRune("(/[,", before)
}

// addParts adds the tokens of a word that may contain dots, colons and underscores.
func (t *tokenizer) addParts(w span, part bool) {
	parts := t.split(w)
	switch {
	case len(parts) == 1 && parts[0] == w:
		t.add(w, t.of(w), part)
		return
	case len(parts) == 0: // only underscores
		return
	case t.longest(parts) == 1 && text.IsLetters(t.of(parts[0])): // U.S. is US
		joined := ""
		for _, p := range parts {
			joined += t.of(p)
		}
		t.add(w, joined, part)
		return
	case t.hasNumber(parts): // 3.14, v1.2
		t.add(w, t.of(w), part)
		return
	}
	if !strings.ContainsRune(t.of(w), ':') {
		t.addWhole(w, t.of(w))
		part = true
	}
	for _, p := range parts {
		t.add(p, t.of(p), part)
	}
}

// split splits a word at dots, colons and underscores.
func (t *tokenizer) split(w span) []span {
	var parts []span
	start := w.start
	for i, r := range t.of(w) {
		if !strings.ContainsRune(".․_:", r) {
			continue
		}
		if end := w.start + i; end > start {
			parts = append(parts, span{start, end})
		}
		start = w.start + i + utf8.RuneLen(r)
	}
	if start < w.end {
		parts = append(parts, span{start, w.end})
	}
	return parts
}

func (t *tokenizer) longest(parts []span) int {
	n := 0
	for _, p := range parts {
		n = max(n, utf8.RuneCountInString(t.of(p)))
	}
	return n
}

// hasNumber reports whether a part after the first begins with a digit.
func (t *tokenizer) hasNumber(parts []span) bool {
	for _, p := range parts[1:] {
		if c := t.text[p.start]; c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}
