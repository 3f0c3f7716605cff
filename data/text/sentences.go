package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// openers can precede the first letter of a sentence. closers can follow the full
	// stop, question mark or exclamation mark.
	openers = `"'“‘«([`
	closers = `.!?…"'”’»)]`
)

// Sentences returns the sentences of s in order, each as a range of bytes without the
// space around it.
//
// A sentence ends at an empty line, or at a full stop, question mark or exclamation mark
// that is followed by space and then by no lower-case letter. Abbreviations, initials
// and numbers such as "3.5" do not end a sentence.
//
// The rule differs from Unicode (UAX 29), which ends sentences within addresses and
// after abbreviations. Stored vectors depend on the rule, since passages consist of
// whole sentences.
func Sentences(s string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for at := 0; at < len(s); {
			paragraph, _, _ := strings.Cut(s[at:], "\n\n")
			end := at + len(paragraph)
			for {
				at = end - len(strings.TrimLeftFunc(s[at:end], unicode.IsSpace))
				if at == end {
					break
				}
				next := at + sentenceEnd(s[at:end])
				sentence := strings.TrimRightFunc(s[at:next], unicode.IsSpace)
				if !yield(at, at+len(sentence)) {
					return
				}
				at = next
			}
			at = end + len("\n\n")
		}
	}
}

// sentenceEnd returns the length of the first sentence of a paragraph.
func sentenceEnd(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && c != '.' && c != '!' && c != '?' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		after := i + size
		switch r {
		case '。', '！', '？':
			return after // these scripts have no space between sentences
		case '.', '!', '?', '…':
			rest := strings.TrimLeft(s[after:], closers)
			after = len(s) - len(rest)
			if rest == "" || startsSentence(rest) && !(r == '.' && isAbbreviated(s[:i])) {
				return after
			}
		}
		i = after
	}
	return len(s)
}

// startsSentence reports whether s begins with space that is not followed by a
// lower-case letter.
func startsSentence(s string) bool {
	trimmed := strings.TrimLeftFunc(s, unicode.IsSpace)
	if len(trimmed) == len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(trimmed, openers))
	return !unicode.IsLower(r)
}

// isAbbreviated reports whether the last word of s is an abbreviation or an initial,
// so that a full stop after it does not end a sentence.
func isAbbreviated(s string) bool {
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	word := strings.TrimLeft(s, openers)
	if r, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(r) && r != 'I' {
		return true
	}
	return len(word) <= maxAbbreviation && abbreviations[strings.ToLower(word)]
}
