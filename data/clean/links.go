package clean

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"segue/data"
)

// maxLink is the maximum length of a link in bytes. Browsers and servers accept about as
// much; longer links contain data.
const maxLink = 2000

// HTMLLinks returns the absolute http and https addresses in the links and the visible
// text of a page, in order and without duplicates, at most [data.MaxLinks].
func HTMLLinks(s string) []string {
	var links []string
	page := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		kind := page.Next()
		switch kind {
		case html.ErrorToken: // The end. Reading from memory has no other error.
			return links
		case html.TextToken:
			if !hidden {
				links = addLinks(links, string(page.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			token := page.Token()
			hidden = kind == html.StartTagToken && raw[token.Data]
			for _, a := range token.Attr {
				if token.Data == "a" && a.Key == "href" {
					links = addLink(links, strings.ReplaceAll(strings.TrimSpace(a.Val), " ", "%20"))
				}
			}
		}
	}
}

// TextLinks returns the links of plain text, like [HTMLLinks].
func TextLinks(s string) []string { return addLinks(nil, s) }

// bareLink matches an address in text. trimLink removes punctuation from its end.
var bareLink = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”]+`)

func addLinks(links []string, text string) []string {
	for _, found := range bareLink.FindAllString(text, -1) {
		if len(found) <= 2*maxLink && !strings.HasSuffix(found, "…") { // "…" marks a shortened address
			links = addLink(links, trimLink(found))
		}
	}
	return links
}

// trimLink removes punctuation after an address. A closing bracket stays if the address
// has the opening one, as in "…/Go_(language)".
func trimLink(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:!?'*_", last) >= 0:
		case last == ')' && strings.Count(s, "(") < strings.Count(s, ")"):
		case last == ']' && strings.Count(s, "[") < strings.Count(s, "]"):
		case strings.HasSuffix(s, "’"):
			s = strings.TrimSuffix(s, "’")
			continue
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// addLink adds an address if it is valid and new.
func addLink(links []string, link string) []string {
	u, err := url.Parse(link)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return links
	case len(links) >= data.MaxLinks || len(link) > maxLink || link != Line(link) || slices.Contains(links, link):
		return links
	}
	return append(links, link)
}
