package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives two texts the same form exactly if [strings.EqualFold] calls them
// equal: case does not count, accents do. It keeps the number of runes.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s) // the upper case is the smallest of an ASCII letter's cases
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // invalid bytes become U+FFFD, as in EqualFold
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

// foldRune returns the smallest of the letters that differ from r in case only.
func foldRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// FoldAccents takes the accents off Latin letters, spells out letters such as ß and
// æ, and replaces compatibility forms such as ﬁ and full-width letters. It keeps the
// case. Marks of other scripts stay, as й is another letter than и, and が another
// than か.
func FoldAccents(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	latin := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case r < utf8.RuneSelf:
			latin = true
		case latin && unicode.Is(unicode.Mn, r):
			continue
		default:
			latin = unicode.Is(unicode.Latin, r)
		}
		if spelled, ok := latinLetters[r]; ok {
			b.WriteString(spelled)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// latinLetters are the letters of alphabets that Unicode does not take for a letter
// with a mark.
var latinLetters = func() map[rune]string {
	letters := map[rune]string{}
	for _, pair := range strings.Fields(`ßss æae œoe øo đd ðd ɖd ɗd þth łl ħh ŋn ŧt ıi ĸq əa ǝe ɛe ɔo ɓb ƀb ƈc ƒf
		ǥg ƙk ɲn ƞn ƥp ƭt ʋv ƴy ƶz ɨi ʉu ɵo`) {
		r, size := utf8.DecodeRuneInString(pair)
		letters[r] = pair[size:]
		if upper := unicode.ToUpper(r); upper >= utf8.RuneSelf && upper != r {
			letters[upper] = strings.ToUpper(pair[size:])
		}
	}
	letters['ẞ'] = "SS"
	return letters
}()
