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
	// maxPage is the number of bytes of a page that are searched for feeds. The links are
	// in the head, and few pages are longer.
	maxPage = 4 << 20
	// maxFeeds is the maximum number of feeds of a page: a portal may have one per section.
	maxFeeds = 50
)

// Link is a link to a feed in a page.
type Link struct {
	// URL is absolute.
	URL string
	// Title may be empty.
	Title string
	// Type is a media type in lower case, such as "application/rss+xml".
	Type string
}

// feedTypes are the media types of feeds. "application/json" is missing, since pages use it
// for other APIs.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml"}

// Discover returns the feeds in an HTML page's <link rel="alternate"> elements, in order
// and without duplicates. Feeds of comments are last. contentType is the HTTP header's and
// may be empty; base is the page's address. The result is empty if there are none, or if
// the body is not a page.
func Discover(page []byte, contentType string, base *url.URL) []Link {
	page = page[:min(len(page), maxPage)]
	coding, _, _ := charset.DetermineEncoding(page, contentType)
	if text, err := coding.NewDecoder().Bytes(page); err == nil {
		page = text
	}
	links := headLinks(html.NewTokenizer(bytes.NewReader(page)), base)
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Compare(commentRank(a), commentRank(b))
	})
	return links
}

func headLinks(page *html.Tokenizer, base *url.URL) (links []Link) {
	based := false
	for {
		switch page.Next() {
		case html.ErrorToken: // The end. Reading from memory has no other error.
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

// attributes returns the attributes of the current tag, and its name under the empty key.
// It returns nil for tags other than link and base.
func attributes(page *html.Tokenizer) map[string]string {
	name, more := page.TagName()
	if tag := string(name); tag != "link" && tag != "base" {
		return nil
	}
	attrs := map[string]string{"": string(name)}
	for more {
		var key, value []byte
		key, value, more = page.TagAttr()
		if _, exists := attrs[string(key)]; !exists { // the first one counts, as in browsers
			attrs[string(key)] = string(value)
		}
	}
	return attrs
}

// feedLink returns the feed of a link element. Its address is empty if there is none.
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

// commentFeed matches the titles and addresses of comment feeds in several languages.
var commentFeed = regexp.MustCompile(`(?i)\bcomments?\b|kommentar|commentaire|comentario|coment[aá]rio|commenti\b`)

func commentRank(l Link) int {
	if commentFeed.MatchString(l.Title) || commentFeed.MatchString(l.URL) {
		return 1
	}
	return 0
}
