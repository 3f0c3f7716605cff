package clean

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// HTML returns the visible text of a page. Paragraphs, list items, headings, table rows
// and line breaks each begin a paragraph. An empty line does, too, because feeds often
// mix plain paragraphs with a few inline tags. Scripts, styles and other hidden content
// are removed, entities are decoded, and links are reduced to their text.
//
// HTML processes one tag at a time and builds no tree, so deep nesting has no cost.
func HTML(s string) string {
	text, _ := HTMLWithLinks(s)
	return text
}

// HTMLWithLinks is like [HTML]. Its function reports whether a line of the text is a link to
// something else: a line whose words are all in links, or one with an address. See
// [DescriptionWithLinks].
func HTMLWithLinks(s string) (text string, link func(line string) bool) {
	p := paragraphs{links: map[string]bool{}}
	page := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		kind := page.Next()
		switch kind {
		case html.ErrorToken: // The end. Reading from memory has no other error.
			return p.text(), func(line string) bool { return IsLink(line) || p.links[line] && !aboutEpisode(line) }
		case html.TextToken:
			if !hidden {
				p.write(string(page.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, attributes := page.TagName()
			if string(name) == "a" {
				p.inLink = kind == html.StartTagToken && hasHref(page, attributes)
			}
			hidden = p.tag(string(name), kind == html.StartTagToken)
		}
	}
}

// hasHref reports whether the current tag has an address.
func hasHref(page *html.Tokenizer, attributes bool) bool {
	for attributes {
		var key []byte
		if key, _, attributes = page.TagAttr(); string(key) == "href" {
			return true
		}
	}
	return false
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

// block has the elements that begin and end a paragraph.
var block = set(`address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure
	footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary table
	tbody tfoot thead title tr ul`)

// cell has the inline elements that are separated from their neighbours by a space.
var cell = set("td th img button input select")

// raw has the elements whose content the tokenizer returns as one text, and that is not
// visible.
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
	all     []string
	current strings.Builder
	// links are the paragraphs whose words are all in links. inLink is true in a link. words is
	// true if the current paragraph has a word outside of links.
	links         map[string]bool
	inLink, words bool
}

// tag handles a tag and reports whether the text after it is hidden.
func (p *paragraphs) tag(name string, start bool) (hidden bool) {
	switch {
	case block[name]:
		p.end()
	case cell[name]:
		p.current.WriteByte(' ')
	}
	return start && raw[name]
}

var emptyLine = regexp.MustCompile(`\r?\n[ \t\x{a0}]*\r?\n`)

func (p *paragraphs) write(text string) {
	for i, part := range emptyLine.Split(text, -1) {
		if i > 0 {
			p.end()
		}
		p.current.WriteString(part)
		p.words = p.words || !p.inLink && hasWord(part)
	}
}

func (p *paragraphs) end() {
	if line := Line(p.current.String()); line != "" {
		p.all = append(p.all, line)
		p.links[line] = !p.words
	}
	p.current.Reset()
	p.words = false
}

func (p *paragraphs) text() string {
	p.end()
	return strings.Join(p.all, "\n\n")
}
