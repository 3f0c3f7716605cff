package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a form of s without case. Two texts have the same form if and only if
// [strings.EqualFold] reports true. Accents and the number of runes do not change.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s) // the upper case is the smaller rune
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // invalid bytes become U+FFFD, as in EqualFold
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

// foldRune returns the smallest rune that differs from r only in case.
func foldRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// FoldAccents removes the accents of Latin letters, spells out letters such as ß and æ,
// and replaces compatibility forms such as ﬁ and full-width letters. Case does not
// change. Marks of other scripts stay, since й and и, or が and か, are different
// letters.
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
		if replacement, ok := latinLetters[r]; ok {
			b.WriteString(replacement)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// latinLetters maps Latin letters that Unicode does not decompose to ASCII letters. In
// the list, each letter is followed by its replacement.
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
