package boilerplate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// gap is what parts a unit from the one before.
type gap uint8

const (
	space gap = iota
	line
	paragraph
)

func (g gap) String() string { return [...]string{" ", "\n", "\n\n"}[g] }

// unit is a sentence or a line: what is cut or kept as a whole.
type unit struct {
	start, end  int // bytes of the text
	first, last int // the half-open range of its words
	before      gap
	repeats     bool // in enough episodes
	cut         bool
}

func (u unit) words() int { return u.last - u.first }

// unitsOf takes a text apart. Sentences end within a line, and a line ends one.
func unitsOf(text string) []unit {
	units := make([]unit, 0, len(text)/80+1)
	before := space
	for at := 0; at < len(text); {
		written, _, _ := strings.Cut(text[at:], "\n")
		had := len(units)
		units = appendSentences(units, text, at, at+len(written), before)
		if at += len(written) + 1; len(units) > had {
			before = line
		} else {
			before = paragraph
		}
	}
	return units
}

// appendSentences adds the sentences of a line, of which the first has a gap before
// it.
func appendSentences(units []unit, text string, at, end int, before gap) []unit {
	for {
		at = end - len(strings.TrimLeftFunc(text[at:end], unicode.IsSpace))
		if at == end {
			return units
		}
		n := sentence(text[at:end])
		written := strings.TrimRightFunc(text[at:at+n], unicode.IsSpace)
		units = append(units, unit{start: at, end: at + len(written), before: before})
		at, before = at+n, space
	}
}

// closers may stand behind the sign that ends a sentence.
const closers = ".!?…\"'”’»)]"

// sentence is the length of the first sentence of a line. It ends at a full stop,
// question mark or exclamation mark with a space behind it and no lower-case letter,
// unless the stop ends an initial or a title. What is before and behind a sentence that is
// cut does not become one.
func sentence(text string) int {
	for i, r := range text {
		switch r {
		case '。', '！', '？':
			return i + utf8.RuneLen(r)
		case '.', '!', '?', '…':
		default:
			continue
		}
		rest := strings.TrimLeft(text[i+utf8.RuneLen(r):], closers)
		next, size := utf8.DecodeRuneInString(rest)
		if size == 0 {
			return len(text)
		}
		if !unicode.IsSpace(next) || r == '.' && shortened(text[:i]) {
			continue
		}
		if begin, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace)); !unicode.IsLower(begin) {
			return len(text) - len(rest)
		}
	}
	return len(text)
}

// shortened reports whether a text ends in a word whose full stop ends no sentence: an
// initial, or a title before a name.
func shortened(text string) bool {
	word := text[strings.LastIndexByte(text, ' ')+1:]
	switch word {
	case "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "vs", "feat", "ft":
		return true
	}
	r, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && unicode.IsUpper(r) && r != 'I'
}
