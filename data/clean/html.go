package clean

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// HTML returns the text that a reader of the page would see. Paragraphs, list
// items, headings, table rows and line breaks each become a paragraph of their
// own; so does what an empty line sets apart, because feeds often mix plain
// paragraphs with a few inline tags. Scripts, styles and other hidden content are
// dropped, entities are decoded, and links keep their words alone.
//
// It reads tags one by one and builds no tree, so deep nesting costs nothing.
func HTML(s string) string {
	var p paragraphs
	page := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		kind := page.Next()
		switch kind {
		case html.ErrorToken: // The end: reading from memory has no other error.
			return p.text()
		case html.TextToken:
			if !hidden {
				p.write(string(page.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := page.TagName()
			hidden = p.tag(string(name), kind == html.StartTagToken)
		}
	}
}

// LooksLikeHTML reports whether s has a tag of a known element or a character
// reference such as "&amp;". Text such as "a < b" or "List<String>" has neither.
func LooksLikeHTML(s string) bool {
	return markup.MatchString(s)
}

var markup = regexp.MustCompile(`(?i)</?(?:p|br|hr|div|span|a|b|i|u|s|em|strong|small|sub|sup|code|pre|h[1-6]|` +
	`ul|ol|li|dl|dt|dd|blockquote|table|thead|tbody|tr|td|th|img|figure|figcaption|section|article|header|footer|` +
	`html|head|body|title|meta|link|script|style|iframe|font|center|audio|video)(?:\s[^<>]*)?/?>|` +
	`<!--|<!doctype\s|&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{1,7}|#x[0-9a-f]{1,6});`)

// block holds the elements that begin and end a paragraph.
var block = set(`address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure
	footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary table
	tbody tfoot thead title tr ul`)

// cell holds the elements that stand apart from their neighbour in a line.
var cell = set("td th img button input select")

// raw holds the elements whose content the tokenizer hands over as one text, and
// that no reader sees.
var raw = set("iframe noembed noframes noscript script style textarea title")

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// paragraphs collects the text of a page.
type paragraphs struct {
	done []string
	open strings.Builder
}

// tag notes a tag and reports whether the text that follows is hidden.
func (p *paragraphs) tag(name string, start bool) (hidden bool) {
	switch {
	case block[name]:
		p.end()
	case cell[name]:
		p.open.WriteByte(' ')
	}
	return start && raw[name]
}

var emptyLine = regexp.MustCompile(`\r?\n[ \t\x{a0}]*\r?\n`)

func (p *paragraphs) write(text string) {
	for i, part := range emptyLine.Split(text, -1) {
		if i > 0 {
			p.end()
		}
		p.open.WriteString(part)
	}
}

func (p *paragraphs) end() {
	if line := Line(p.open.String()); line != "" {
		p.done = append(p.done, line)
	}
	p.open.Reset()
}

func (p *paragraphs) text() string {
	p.end()
	return strings.Join(p.done, "\n\n")
}
