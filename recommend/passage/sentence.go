package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations are words whose full stop ends no sentence.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "jr": true, "sr": true,
	"vs": true, "etc": true, "e.g": true, "i.e": true, "cf": true, "al": true, "ca": true, "approx": true,
	"inc": true, "ltd": true, "co": true, "corp": true, "no": true, "vol": true, "ch": true, "ep": true, "fig": true,
	"a.m": true, "p.m": true, "u.s": true, "u.k": true,
}

// Sentences splits text into its sentences, without the space around them. A
// sentence ends at a full stop, question mark or exclamation mark that is
// followed by space and no lower-case letter, or at an empty line. Abbreviations,
// initials and numbers such as "3.5" end none.
func Sentences(text string) []string {
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		rest := strings.Join(strings.Fields(paragraph), " ")
		for rest != "" {
			end := sentenceEnd(rest)
			all = append(all, rest[:end])
			rest = strings.TrimLeft(rest[end:], " ")
		}
	}
	return all
}

// sentenceEnd returns the byte after the first sentence of text, whose space is
// normalised.
func sentenceEnd(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		after := i + size
		switch {
		case strings.ContainsRune("。！？", r):
			return after // these scripts put no space between sentences
		case strings.ContainsRune(".!?…", r):
			after = len(text) - len(strings.TrimLeft(text[after:], `.!?…"'”’»)]`))
			if after == len(text) || text[after] == ' ' && startsSentence(text[after+1:]) && !(r == '.' && abbreviated(text[:i])) {
				return after
			}
		}
		i = after
	}
	return len(text)
}

func startsSentence(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"'“‘«([`))
	return !unicode.IsLower(r)
}

// abbreviated reports whether the last word of text is an abbreviation or an
// initial, so that a full stop after it ends no sentence.
func abbreviated(text string) bool {
	word := text[strings.LastIndexByte(text, ' ')+1:]
	word = strings.TrimLeft(word, `"'“‘«([`)
	if r, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(r) && r != 'I' {
		return true
	}
	return abbreviations[strings.ToLower(word)]
}
