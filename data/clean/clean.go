// Package clean converts publishers' text to plain text, and removes text from
// descriptions that is not about the episode.
//
// [HTML] and [Text] return text in one form: paragraphs separated by one empty line,
// single spaces, no invisible characters. [Description] then removes the text that the
// rules in rules.go match. It returns the removed text with the name of the rule, so no
// word is lost.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s on one line. It replaces each run of white space with one space, removes
// invisible characters, and replaces invalid UTF-8 with U+FFFD.
func Line(s string) string {
	return strings.Join(strings.Fields(visible(s)), " ")
}

// Text returns plain text with one empty line between paragraphs. Single line breaks
// within a paragraph stay, since they may separate headings or list items. Text is
// idempotent.
func Text(s string) string {
	var lines []string
	for line := range strings.SplitSeq(lineEnds.Replace(s), "\n") {
		line = Line(line)
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSuffix(strings.Join(lines, "\n"), "\n")
}

// lineEnds replaces the line ends of Windows, old Macs and Unicode.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")

// visible removes invisible characters: control characters, zero-width spaces, byte order
// marks and soft hyphens. Zero-width joiners stay, since emoji and several scripts need
// them.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u00ad':
			return -1
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}
