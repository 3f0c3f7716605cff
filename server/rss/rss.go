// Package rss writes a show as an RSS 2.0 feed with the namespaces of iTunes and
// Podcasting 2.0. Each item has the data of an episode and the URL of its
// recommendations.
package rss

import (
	"encoding/xml"
	"io"
	"time"

	"segue/data"
)

// Channel describes the show of a feed. The feed leaves out empty values. Language is
// empty if the episodes have different languages. Each episode also has its own language.
type Channel struct {
	Title string
	// Link is the URL of the show's page. Self is the URL of the feed, and Next the URL
	// of its next page (RFC 5005).
	Link, Self, Next string
	Language, GUID   string
}

// Item is an episode of the feed.
type Item struct {
	data.Episode
	// Recommendations is the URL of the recommendations for the episode, or empty.
	Recommendations string
}

// Write writes the feed. It removes characters that XML does not allow, so the feed is
// always valid XML.
func Write(w io.Writer, c Channel, items []Item) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(newFeed(c, items)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// feed is the root element. The types below have their elements in the order of the feed.
// Names include a prefix, because encoding/xml does not support prefixes.
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

type recommendations struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
}

// formatDate formats a time as RFC 822, with a year of four digits. It is empty for the
// zero time.
func formatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}
