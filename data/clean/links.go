package clean

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"segue/data"
)

// maxLink is the longest link in bytes that is kept: browsers and servers take
// about as much, and what is longer carries something else than an address.
const maxLink = 2000

// HTMLLinks returns the absolute http and https addresses that a page links to or
// that stand in its visible text, in its order, each once and at most
// [data.MaxLinks].
func HTMLLinks(s string) []string {
	var links []string
	page := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		kind := page.Next()
		switch kind {
		case html.ErrorToken: // The end: reading from memory has no other error.
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

// TextLinks is HTMLLinks for plain text.
func TextLinks(s string) []string { return addLinks(nil, s) }

// bareLink is an address in running text. What ends a sentence is taken off later.
var bareLink = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”]+`)

func addLinks(links []string, text string) []string {
	for _, found := range bareLink.FindAllString(text, -1) {
		if len(found) <= 2*maxLink && !strings.HasSuffix(found, "…") { // the beginning of a longer one
			links = addLink(links, trimLink(found))
		}
	}
	return links
}

// trimLink takes off what stands behind an address in a sentence. A closing
// bracket stays where the address has the opening one, as in "…/Go_(language)".
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

// addLink adds an address that is absolute and new.
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
