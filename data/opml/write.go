package opml

import (
	"encoding/xml"
	"fmt"
	"io"

	"segue/data/clean"
)

// document is a list as encoding/xml writes it.
type document struct {
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

// Write writes a list of subscriptions in the order of the outlines. Those in one
// folder that follow each other share it. [Read] of what was written gives the very
// same outlines, if each is as Read gives it. One whose address is none is an error,
// before anything is written.
func Write(w io.Writer, title string, outlines []Outline) error {
	list := document{Version: "2.0", Title: clean.Line(title)}
	folder := ""
	for i, o := range outlines {
		if address(o.URL) == "" {
			return fmt.Errorf("write list of subscriptions: outline %d: %q is no absolute address: write one such as \"https://example.com/feed.xml\"", i+1, o.URL)
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

// newNode gives an outline without a title its address as the text that the format
// requires.
func newNode(o Outline) node {
	n := node{Type: "rss", Text: clean.Line(o.Title), Title: clean.Line(o.Title), URL: address(o.URL), Site: address(o.Site)}
	if n.Text == "" {
		n.Text = n.URL
	}
	return n
}

func encode(w io.Writer, list document) error {
	text, err := xml.MarshalIndent(list, "", "\t")
	if err != nil {
		return fmt.Errorf("write list of subscriptions: %w", err)
	}
	if _, err := w.Write(append(append([]byte(xml.Header), text...), '\n')); err != nil {
		return fmt.Errorf("write list of subscriptions: %w", err)
	}
	return nil
}
