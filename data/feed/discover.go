package feed

import (
	"bytes"
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"segue/data/clean"
)

const (
	// maxPage is how much of a page is searched for feeds, in bytes. They are named in
	// its head, and few pages are longer.
	maxPage = 4 << 20
	// maxFeeds is the most feeds of a page: a portal may name one for each section.
	maxFeeds = 50
)

// Link is a feed that a page names.
type Link struct {
	// URL is absolute.
	URL string
	// Title may be empty.
	Title string
	// Type is a media type in lower case, such as "application/rss+xml".
	Type string
}

// feedTypes are the media types of feeds. JSON of no closer type is left out: pages
// name the interfaces of their software by it.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml"}

// Discover returns the feeds that an HTML page names by <link rel="alternate">, in its
// order, each address once, those of comments last. The content type is the HTTP
// header's and may be empty; base is the page's address. A page that names none, or
// that is no page, gives none.
func Discover(page []byte, contentType string, base *url.URL) []Link {
	page = page[:min(len(page), maxPage)]
	coding, _, _ := charset.DetermineEncoding(page, contentType)
	if text, err := coding.NewDecoder().Bytes(page); err == nil {
		page = text
	}
	links := headLinks(html.NewTokenizer(bytes.NewReader(page)), base)
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Compare(comments(a), comments(b))
	})
	return links
}

func headLinks(page *html.Tokenizer, base *url.URL) (links []Link) {
	based := false
	for {
		switch page.Next() {
		case html.ErrorToken: // The end: reading from memory has no other error.
			return links
		case html.StartTagToken, html.SelfClosingTagToken:
			attrs := attributes(page)
			switch {
			case attrs[""] == "base" && attrs["href"] != "" && !based:
				if u, err := url.Parse(strings.TrimSpace(attrs["href"])); err == nil {
					base, based = resolveURL(base, u), true
				}
			case attrs[""] == "link":
				links = addFeed(links, feedLink(attrs, base))
			}
		}
	}
}

// attributes are those of the current tag, and its name under the empty key. Tags
// that do not matter here have none.
func attributes(page *html.Tokenizer) map[string]string {
	name, more := page.TagName()
	if tag := string(name); tag != "link" && tag != "base" {
		return nil
	}
	attrs := map[string]string{"": string(name)}
	for more {
		var key, value []byte
		key, value, more = page.TagAttr()
		if _, known := attrs[string(key)]; !known { // the first counts, as in browsers
			attrs[string(key)] = string(value)
		}
	}
	return attrs
}

// feedLink is the feed that a link names; without an address where it names none.
func feedLink(attrs map[string]string, base *url.URL) Link {
	rel := strings.Fields(strings.ToLower(attrs["rel"]))
	kind := mediaType(attrs["type"])
	if !slices.Contains(rel, "alternate") && !slices.Contains(rel, "feed") || slices.Contains(rel, "stylesheet") || !slices.Contains(feedTypes, kind) {
		return Link{}
	}
	return Link{URL: absolute(base, attrs["href"]), Title: clean.Line(attrs["title"]), Type: kind}
}

func addFeed(links []Link, l Link) []Link {
	same := func(other Link) bool { return other.URL == l.URL }
	if l.URL == "" || len(links) == maxFeeds || slices.ContainsFunc(links, same) {
		return links
	}
	return append(links, l)
}

// commentary finds the feeds of comments, as blogs name them in several languages.
var commentary = regexp.MustCompile(`(?i)\bcomments?\b|kommentar|commentaire|comentario|coment[aá]rio|commenti\b`)

func comments(l Link) int {
	if commentary.MatchString(l.Title) || commentary.MatchString(l.URL) {
		return 1
	}
	return 0
}
