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

// MaxPage is the largest page in bytes. A daily show of ten years with 300 words
// an episode has about 6 MB; what is five times as large is another kind of file.
const MaxPage = 32 << 20

// A textLine is one line of the page, brought to single spaces.
type textLine struct {
	number int // from 1
	text   string
}

func readLines(r io.Reader) ([]textLine, error) {
	// A byte order mark says how the text is encoded, and is not part of it.
	text, err := io.ReadAll(io.LimitReader(transform.NewReader(r, unicode.BOMOverride(transform.Nop)), MaxPage+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxPage {
		return nil, fmt.Errorf("larger than %d MB: an archive page of text is not that large; split the file between two episodes if it is one", MaxPage>>20)
	}
	if err := otherFormat(text); err != nil {
		return nil, err
	}
	var lines []textLine
	for raw := range strings.SplitSeq(lineEnds.Replace(string(text)), "\n") {
		lines = append(lines, textLine{number: len(lines) + 1, text: clean.Line(decode(raw))})
	}
	return lines, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// decode reads a line that is not UTF-8 as Windows-1252, the encoding that
// editors on Windows used to write.
func decode(line string) string {
	if utf8.ValidString(line) {
		return line
	}
	if s, err := charmap.Windows1252.NewDecoder().String(line); err == nil {
		return s
	}
	return line // clean.Line marks what cannot be read.
}

// otherFormat recognises files that somebody may well try to read as a page, and
// says what to do with them.
func otherFormat(text []byte) error {
	const first = 1 << 10 // A page says what it is in its first lines.
	begin := strings.TrimSpace(string(text[:min(len(text), first)]))
	switch {
	case feed.MatchString(begin):
		return errors.New("this is a feed (RSS or Atom), not the text of a page: open the show's archive page in a browser, copy its text into a file and import that, or turn the feed into JSON lines")
	case page.MatchString(begin):
		return errors.New("this is HTML, not the text of a page: open it in a browser, mark everything, copy it into a text file and import that")
	case strings.HasPrefix(begin, "{"), strings.HasPrefix(begin, "[{"):
		return errors.New("this is JSON, not the text of a page: import it as JSON lines, one episode a line")
	}
	return nil
}

var (
	feed = regexp.MustCompile(`(?is)^(?:<\?xml.*)?<(?:rss|feed|rdf:rdf)[\s>]`)
	page = regexp.MustCompile(`(?i)^<(?:!doctype|!--|\?xml|html|head|body|div|main|section|article)[\s>]`)
)

// shorten cuts a line to what fits a message.
func shorten(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
