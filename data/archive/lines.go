package archive

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"segue/data/clean"
)

// MaxPage is the maximum size of a page in bytes: five times the size of ten years of a
// daily show with 300 words per episode. A larger file is probably something else.
const MaxPage = 32 << 20

// A textLine is one line of the page, with single spaces.
type textLine struct {
	number int // from 1
	text   string
}

func readLines(r io.Reader) ([]textLine, error) {
	// A byte order mark selects the encoding and is removed.
	text, err := io.ReadAll(io.LimitReader(transform.NewReader(r, unicode.BOMOverride(transform.Nop)), MaxPage+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxPage {
		return nil, fmt.Errorf("larger than %d MB; if the file is the text of an archive page, split it between two episodes", MaxPage>>20)
	}
	if err := checkFormat(text); err != nil {
		return nil, err
	}
	var lines []textLine
	for raw := range strings.SplitSeq(lineEnds.Replace(string(text)), "\n") {
		lines = append(lines, textLine{number: len(lines) + 1, text: clean.Line(decode(raw))})
	}
	return lines, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// decode decodes a line that is not UTF-8 as Windows-1252, the former encoding of
// editors on Windows.
func decode(line string) string {
	if utf8.ValidString(line) {
		return line
	}
	if s, err := charmap.Windows1252.NewDecoder().String(line); err == nil {
		return s
	}
	return line // clean.Line replaces the invalid bytes.
}

// checkFormat returns an error for other kinds of files that users may confuse with the
// text of a page. The error describes how to import them.
func checkFormat(text []byte) error {
	const first = 1 << 10 // enough to detect the format
	begin := strings.TrimSpace(string(text[:min(len(text), first)]))
	switch {
	case feed.MatchString(begin):
		return errors.New("this is a feed (RSS or Atom), not the text of a page; open the show's archive page in a browser, copy its text into a file and import the file, or convert the feed to JSON lines")
	case page.MatchString(begin):
		return errors.New("this is HTML, not the text of a page; open it in a browser, select all, copy it into a text file and import the file")
	case strings.HasPrefix(begin, "{"), strings.HasPrefix(begin, "[{"):
		return errors.New("this is JSON, not the text of a page; import it as JSON lines, one episode per line")
	}
	return nil
}

var (
	feed = regexp.MustCompile(`(?is)^(?:<\?xml.*)?<(?:rss|feed|rdf:rdf)[\s>]`)
	page = regexp.MustCompile(`(?i)^<(?:!doctype|!--|\?xml|html|head|body|div|main|section|article)[\s>]`)
)

// shorten cuts a line for a message.
func shorten(s string) string {
	const limit = 60
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return s
}
