package static

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"segue/data/text"
)

// maxWord is the longest word in runes, as in package words.
const maxWord = 64

// tokens cuts a text into words as they are written: runs of letters, digits and
// marks, with the signs at the end of C++ and C#, and without the genitive's 's.
// Chinese, Japanese and Korean are cut into pairs of signs.
//
// The rules, and those of [fold], differ from package text: the script in the browser
// cuts a search by the same ones (tokenize.js), without Unicode's tables of word
// boundaries. A test in package widget compares the two.
func tokens(s string) []string {
	runes := withoutGenitives([]rune(s))
	var out []string
	for i := 0; i < len(runes); {
		if !text.IsWordRune(runes[i]) {
			i++
			continue
		}
		start, paired := i, isPaired(runes[i])
		for i < len(runes) && text.IsWordRune(runes[i]) && isPaired(runes[i]) == paired {
			i++
		}
		if paired {
			out = append(out, pairs(runes[start:i])...)
			continue
		}
		i += signs(runes[i:])
		if i-start <= maxWord {
			out = append(out, string(runes[start:i]))
		}
	}
	return out
}

// Forms returns the words of a text as the index has them, in their order.
func Forms(text string) []string {
	list := tokens(text)
	for i, word := range list {
		list[i] = fold(word)
	}
	return list
}

// isPaired reports whether r belongs to a script without spaces that is cut into
// pairs. The sign that lengthens a vowel belongs to two of them.
func isPaired(r rune) bool {
	return r == 'ー' || r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && text.IsWordRune(r)
}

// signs is the length of what may end a word beside letters.
func signs(after []rune) int {
	switch {
	case len(after) > 0 && after[0] == '#':
		return 1
	case len(after) > 1 && after[0] == '+' && after[1] == '+':
		return 2
	}
	return 0
}

// pairs are the pairs of signs in a run, or the sign that stands alone.
func pairs(run []rune) []string {
	if len(run) == 1 {
		return []string{string(run)}
	}
	out := make([]string, 0, len(run)-1)
	for i := 2; i <= len(run); i++ {
		out = append(out, string(run[i-2:i]))
	}
	return out
}

// withoutGenitives takes each 's away that ends a word.
func withoutGenitives(runes []rune) []rune {
	out := make([]rune, 0, len(runes))
	for i := 0; i < len(runes); i++ {
		if r := runes[i]; (r == '\'' || r == '’') && i+1 < len(runes) && (runes[i+1] == 's' || runes[i+1] == 'S') &&
			(i+2 == len(runes) || !text.IsWordRune(runes[i+2])) {
			i++
			continue
		}
		out = append(out, runes[i])
	}
	return out
}

// letters are those whose plain form Unicode does not know.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l", "þ", "th", "ð", "d", "ı", "i", "ς", "σ")

// fold brings the ways to write a word to one: in lower case, without accents,
// vowel signs of Arabic and what only looks different.
func fold(word string) string {
	if isLowerASCII(word) {
		return word
	}
	word = strings.ToLower(norm.NFKD.String(word))
	return norm.NFC.String(letters.Replace(strings.Map(dropAccent, word)))
}

func dropAccent(r rune) rune {
	if r >= 0x300 && r <= 0x36f || r >= 0x64b && r <= 0x65f {
		return -1
	}
	return r
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] >= 'A' && s[i] <= 'Z' {
			return false
		}
	}
	return true
}
