package text

import "unicode/utf8"

// kind is the property of an ASCII character in the Unicode rules for word boundaries.
type kind uint8

const (
	other   kind = iota
	letter       // ALetter
	digit        // Numeric
	lowLine      // ExtendNumLet
	midWord      // MidLetter
	midNum       // MidNum
	midBoth      // MidNumLet and Single_Quote
)

var kinds = func() (k [utf8.RuneSelf]kind) {
	for c := range k {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			k[c] = letter
		case '0' <= c && c <= '9':
			k[c] = digit
		}
	}
	k['_'], k[':'], k[','], k[';'], k['.'], k['\''] = lowLine, midWord, midNum, midNum, midBoth, midBoth
	return k
}()

// asciiWord returns the end of the segment at start and whether it is a word. It applies
// the Unicode rules to ASCII, many times faster than with the full tables. ok is false
// if the end depends on a character that is not ASCII.
func asciiWord(s string, start int) (end int, isWord, ok bool) {
	last := other
	for end = start; end < len(s); end++ {
		c := s[end]
		if c >= utf8.RuneSelf {
			return 0, false, false
		}
		k := kinds[c]
		switch k {
		case letter, digit:
			isWord = true
		case lowLine:
		default:
			if last != letter && last != digit || k == other || k == midWord && last == digit || k == midNum && last == letter {
				return max(end, start+1), isWord, true
			}
			if end+1 == len(s) {
				return end, isWord, true
			}
			if next := s[end+1]; next >= utf8.RuneSelf {
				return 0, false, false
			} else if kinds[next] != last {
				return end, isWord, true
			}
		}
		last = k
	}
	return end, isWord, true
}
