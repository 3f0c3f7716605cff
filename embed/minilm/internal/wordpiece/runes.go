package wordpiece

import "unicode"

// class is the effect of a rune on the current word.
type class int

const (
	letter  class = iota // part of a word
	space                // ends a word
	alone                // a word of its own: punctuation, a Chinese character
	dropped              // invisible: control runes, marks on letters
)

// classify returns the class of r before decomposition.
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

// classifyDecomposed returns the class of a rune from a decomposition.
func classifyDecomposed(r rune) class {
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

// ascii contains the classes of ASCII runes.
var ascii = func() (table [0x80]class) {
	for r := range table {
		switch c := rune(r); {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			table[r] = space
		case c < ' ' || c == 0x7f:
			table[r] = dropped
		case !isASCIILetterOrDigit(c):
			table[r] = alone // symbols too, as in the model's training
		}
	}
	return table
}()

func isASCIILetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// chinese reports whether r is in a block of Chinese characters, which are written
// without spaces. The published tokenizer has the same gap at 2B820.
func chinese(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF ||
		0x3400 <= r && r <= 0x4DBF ||
		0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2B81F ||
		0x2B920 <= r && r <= 0x2CEAF ||
		0xF900 <= r && r <= 0xFAFF ||
		0x2F800 <= r && r <= 0x2FA1F
}
