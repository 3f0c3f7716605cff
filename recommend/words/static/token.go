package static

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"segue/data/text"
)

// maxWord is the maximum length of a word in runes, as in package words.
const maxWord = 64

// tokens splits a text into words as they are written: runs of letters, digits and
// marks, with the symbols at the end of C++ and C#, and without the genitive 's.
// Chinese, Japanese and Korean are split into pairs of characters.
//
// The rules here and in [fold] are simpler than in package text: the script in the
// browser applies the same rules to a search (tokenize.js), without Unicode's word boundary
// tables. A test in package widget compares both implementations.
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
		i += symbols(runes[i:])
		if i-start <= maxWord {
			out = append(out, string(runes[start:i]))
		}
	}
	return out
}

// Forms returns the forms of the words of a text, in their order.
func Forms(text string) []string {
	list := tokens(text)
	for i, word := range list {
		list[i] = fold(word)
	}
	return list
}

// isPaired reports whether r belongs to a script that is split into pairs because it
// has no spaces. The Japanese prolonged sound mark is included.
func isPaired(r rune) bool {
	return r == 'ー' || r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && text.IsWordRune(r)
}

// symbols returns the number of symbols at the beginning of after that belong to the
// word before.
func symbols(after []rune) int {
	switch {
	case len(after) > 0 && after[0] == '#':
		return 1
	case len(after) > 1 && after[0] == '+' && after[1] == '+':
		return 2
	}
	return 0
}

// pairs returns the pairs of characters in a run, or the run if it is a single
// character.
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

// withoutGenitives removes 's at the end of words.
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

// letters replaces letters that Unicode does not decompose.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l", "þ", "th", "ð", "d", "ı", "i", "ς", "σ")

// fold normalises a word: lower case, compatibility forms replaced, no accents, no
// Arabic vowel marks.
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
