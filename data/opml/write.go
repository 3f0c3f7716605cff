package opml

import (
	"encoding/xml"
	"fmt"
	"io"

	"segue/data/clean"
)

// opmlXML is the XML structure of a list.
type opmlXML struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Title   string   `xml:"head>title"`
	Body    body     `xml:"body"`
}

type body struct {
	Nodes []node `xml:"outline"`
}

// node is a feed, or a folder of feeds.
type node struct {
	Type  string `xml:"type,attr,omitempty"`
	Text  string `xml:"text,attr"`
	Title string `xml:"title,attr,omitempty"`
	URL   string `xml:"xmlUrl,attr,omitempty"`
	Site  string `xml:"htmlUrl,attr,omitempty"`
	Nodes []node `xml:"outline"`
}

// Write writes a list of subscriptions in the order of the outlines. Consecutive outlines
// with the same folder share it. Reading the output with [Read] returns the same outlines
// if each has the form that Read returns. If an address is invalid, Write returns an error
// and writes nothing.
func Write(w io.Writer, title string, outlines []Outline) error {
	list := opmlXML{Version: "2.0", Title: clean.Line(title)}
	folder := ""
	for i, o := range outlines {
		if address(o.URL) == "" {
			return fmt.Errorf("write list of subscriptions: outline %d: %q is not an absolute address: write it like \"https://example.com/feed.xml\"", i+1, o.URL)
		}
		into := &list.Body.Nodes
		if o.Folder != "" {
			if o.Folder != folder {
				*into = append(*into, node{Text: clean.Line(o.Folder)})
			}
			into = &(*into)[len(*into)-1].Nodes
		}
		folder = o.Folder
		*into = append(*into, newNode(o))
	}
	return encode(w, list)
}

// newNode returns the node of an outline. An outline without a title gets its address as
// text, which the format requires.
func newNode(o Outline) node {
	n := node{Type: "rss", Text: clean.Line(o.Title), Title: clean.Line(o.Title), URL: address(o.URL), Site: address(o.Site)}
	if n.Text == "" {
		n.Text = n.URL
	}
	return n
}

func encode(w io.Writer, list opmlXML) error {
	text, err := xml.MarshalIndent(list, "", "\t")
	if err != nil {
		return fmt.Errorf("write list of subscriptions: %w", err)
	}
	if _, err := w.Write(append(append([]byte(xml.Header), text...), '\n')); err != nil {
		return fmt.Errorf("write list of subscriptions: %w", err)
	}
	return nil
}
