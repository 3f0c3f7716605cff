// Package opml reads and writes lists of subscriptions, as podcast applications
// exchange them (OPML 2.0).
package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"segue/data/clean"
)

const (
	// MaxBody is the largest list in bytes that is read. A feed takes some hundred
	// bytes, so that this is more of them than anybody follows.
	MaxBody = 16 << 20
	// MaxDepth is the most folders within each other. Applications know one level.
	MaxDepth = 50
	// MaxOutlines is the most feeds of a list.
	MaxOutlines = 50_000
	// maxLine bounds a title in bytes, and an address: what browsers take.
	maxLine = 8000
)

// ErrNoList says that a file is no list of subscriptions. The errors of [Read] are it
// by [errors.Is].
var ErrNoList = errors.New("no list of subscriptions")

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNoList, fmt.Sprintf(format, args...))
}

// Outline is a feed of a list.
type Outline struct {
	// Title is one line, empty where the list has none.
	Title string
	// URL is the feed's address, absolute and of http or https.
	URL string
	// Site is the address of the show's page, empty where unknown.
	Site string
	// Folder is the titles of the folders that the feed lies in, the outermost first,
	// with " / " between them; empty where it lies in none.
	Folder string
}

// Read returns the feeds of a list in its order, each address once: of several with
// one address, the first. What is no feed of http or https is passed over. A broken
// list, or one without any feed, is an error that says so.
func Read(r io.Reader) ([]Outline, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil {
		return nil, fmt.Errorf("read list of subscriptions: %w", err)
	}
	if len(body) > MaxBody {
		return nil, bad("it has more than %d MB: divide it", MaxBody>>20)
	}
	text, err := clean.Decode(body, "")
	if err != nil {
		return nil, bad("its %v", err)
	}
	l := list{seen: map[string]bool{}}
	if err := l.read(bytes.TrimSpace(text)); err != nil {
		return nil, err
	}
	if len(l.outlines) == 0 {
		return nil, bad("it names no feed: each needs an <outline> with the address as xmlUrl")
	}
	return l.outlines, nil
}

// list is a list while it is read.
type list struct {
	outlines []Outline
	seen     map[string]bool
	// folders are the titles of the open elements, empty for those of feeds.
	folders []string
	// found says that the root has been seen.
	found bool
}

func (l *list) read(text []byte) error {
	in := xml.NewDecoder(bytes.NewReader(text))
	in.Strict, in.Entity = false, xml.HTMLEntity
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	for {
		token, err := in.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return l.end()
		case err != nil:
			return bad("it is broken: %v; export it anew", strings.TrimPrefix(err.Error(), "XML "))
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := l.start(token); err != nil {
				return err
			}
		case xml.EndElement:
			if len(l.folders) > 0 {
				l.folders = l.folders[:len(l.folders)-1]
			}
		}
	}
}

func (l *list) end() error {
	switch {
	case !l.found:
		return bad("it has no XML of the root <opml>: export the subscriptions as OPML")
	case len(l.folders) > 0:
		return bad("it ends in the middle, after %d feeds: export it anew", len(l.outlines))
	}
	return nil
}

func (l *list) start(e xml.StartElement) error {
	name := strings.ToLower(e.Name.Local)
	switch {
	case !l.found && name != "opml":
		return bad("its root is <%.40s> and not <opml>: export the subscriptions as OPML", name)
	case len(l.folders) == MaxDepth:
		return bad("it has more than %d folders within each other: flatten it", MaxDepth)
	}
	l.found = true
	folder := ""
	if name == "outline" {
		o := outline(e.Attr)
		if o.Folder = l.folder(); o.URL == "" {
			folder = o.Title
		} else if !l.seen[o.URL] {
			if len(l.outlines) == MaxOutlines {
				return bad("it names more than %d feeds: divide it", MaxOutlines)
			}
			l.seen[o.URL] = true
			l.outlines = append(l.outlines, o)
		}
	}
	l.folders = append(l.folders, folder)
	return nil
}

func (l *list) folder() string {
	var titles []string
	for _, title := range l.folders {
		if title != "" {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, " / ")
}

// outline reads attributes in whatever case, as applications write them. Its title is
// the title, or the text, which the format requires.
func outline(attrs []xml.Attr) (o Outline) {
	text := ""
	for _, a := range attrs {
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			o.URL = address(a.Value)
		case "htmlurl":
			o.Site = address(a.Value)
		case "title":
			o.Title = line(a.Value)
		case "text":
			text = line(a.Value)
		}
	}
	if o.Title == "" && text != o.URL { // an address stands where there is no title
		o.Title = text
	}
	return o
}

// line is empty for what is too long to be a title.
func line(s string) string {
	if s = clean.Line(s); len(s) > maxLine {
		return ""
	}
	return s
}

// address is empty for what is no absolute address of http or https. The scheme
// "feed" stands for either.
func address(s string) string {
	s = line(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		s = strings.TrimPrefix(rest, "//")
		if !strings.HasPrefix(s, "http:") && !strings.HasPrefix(s, "https:") {
			s = "https://" + s
		}
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
