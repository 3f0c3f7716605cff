// Package clean makes plain text of what publishers write, and takes out of a
// description what is not about the episode.
//
// [HTML] and [Text] bring text to one form: paragraphs separated by one empty
// line, single spaces, no invisible characters. [Description] then removes what
// the table in rules.go names, and says what it removed and why: no word is lost
// without a record.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line brings s to one line: every run of white space becomes one space, and
// invisible characters and broken UTF-8 do not survive.
func Line(s string) string {
	return strings.Join(strings.Fields(visible(s)), " ")
}

// Text brings plain text to paragraphs separated by one empty line. A single
// line break within a paragraph is kept, because it may set off a heading or an
// item of a list. Text of a text that it returned is that text.
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

// lineEnds knows the line ends of Windows, of old Macs and of Unicode.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")

// visible drops what nobody sees and what makes equal words differ: control
// characters, zero-width spaces, byte order marks and soft hyphens. Joiners stay,
// because emoji and several scripts need them.
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
