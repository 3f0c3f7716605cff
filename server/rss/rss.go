// Package rss writes a show as an RSS 2.0 feed that players read, with the
// namespaces of iTunes and Podcasting 2.0: what the catalogue knows of each episode,
// and where its recommendations are.
package rss

import (
	"encoding/xml"
	"io"
	"time"

	"segue/data"
)

// Channel is what a feed says of its show. What is empty is left out. The language is
// that of all episodes, empty where they differ; each has its own, too.
type Channel struct {
	Title string
	// Link is the show's page, Self and Next are the addresses of the feed itself and
	// of its next page (RFC 5005).
	Link, Self, Next string
	Language, GUID   string
}

// Item is an episode of the feed.
type Item struct {
	data.Episode
	// Recommendations is the address of what to hear after it, empty where unknown.
	Recommendations string
}

// Write writes the feed. It is valid XML whatever the texts hold: characters that XML
// forbids are left out.
func Write(w io.Writer, c Channel, items []Item) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(feedOf(c, items)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// The elements, in the order of the feed. encoding/xml has no prefixes, so they stand
// in the names.
type feed struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	ITunes  string   `xml:"xmlns:itunes,attr"`
	Podcast string   `xml:"xmlns:podcast,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	Description string     `xml:"description"`
	Language    string     `xml:"language,omitempty"`
	GUID        string     `xml:"podcast:guid,omitempty"`
	Links       []atomLink `xml:"atom:link"`
	Items       []item     `xml:"item"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type guid struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	Text      string `xml:",chardata"`
}

type enclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type href struct {
	Href string `xml:"href,attr"`
}

type person struct {
	Role string `xml:"role,attr,omitempty"`
	Name string `xml:",chardata"`
}

type resource struct {
	URL      string `xml:"url,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Language string `xml:"language,attr,omitempty"`
}

type soundbite struct {
	Start    float64 `xml:"startTime,attr"`
	Duration float64 `xml:"duration,attr"`
	Title    string  `xml:",chardata"`
}

type recommended struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
}

// date is the form of RFC 822 that feeds use.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}
