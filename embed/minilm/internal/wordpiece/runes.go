package wordpiece

import "unicode"

// class says what a rune does to the word it stands in.
type class int

const (
	letter  class = iota // part of a word
	space                // ends a word
	alone                // a word of its own: punctuation, a Chinese character
	dropped              // invisible: control runes, marks on letters
)

// classify tells what r does, before it is decomposed.
func classify(r rune) class {
	switch {
	case r < 0x80:
		return ascii[r]
	case r == unicode.ReplacementChar:
		return dropped
	case unicode.Is(unicode.Z, r):
		return space
	case chinese(r):
		return alone
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		return dropped
	}
	return letter
}

// classifyPart tells what r does, where it came out of a decomposition.
func classifyPart(r rune) class {
	switch {
	case r < 0x80:
		return ascii[r]
	case unicode.Is(unicode.Mn, r):
		return dropped
	case unicode.IsPunct(r):
		return alone
	}
	return letter
}

// ascii holds the classes of the runes that most texts are made of.
var ascii = func() (table [0x80]class) {
	for r := range table {
		switch c := rune(r); {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			table[r] = space
		case c < ' ' || c == 0x7f:
			table[r] = dropped
		case !isASCIILetterOrDigit(c):
			table[r] = alone // symbols too: the model was trained so
		}
	}
	return table
}()

func isASCIILetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// chinese reports whether r lies in one of the blocks of Chinese characters,
// which are written without spaces. The gap at 2B820 is the published tokenizer's.
func chinese(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF ||
		0x3400 <= r && r <= 0x4DBF ||
		0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2B81F ||
		0x2B920 <= r && r <= 0x2CEAF ||
		0xF900 <= r && r <= 0xFAFF ||
		0x2F800 <= r && r <= 0x2FA1F
}
