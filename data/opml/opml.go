// Package opml reads and writes lists of subscriptions in OPML 2.0, the format that podcast
// applications exchange.
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
	// MaxBody is the maximum size of a list in bytes. A feed takes some hundred bytes.
	MaxBody = 16 << 20
	// MaxDepth is the maximum depth of folders. Applications use one level.
	MaxDepth = 50
	// MaxOutlines is the maximum number of feeds in a list.
	MaxOutlines = 50_000
	// maxLine is the maximum length of a title or an address in bytes, as in browsers.
	maxLine = 8000
)

// ErrInvalid is wrapped by the errors of [Read] for files that are not valid lists.
var ErrInvalid = errors.New("invalid list of subscriptions")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// Outline is a feed of a list.
type Outline struct {
	// Title is one line; empty if there is none.
	Title string
	// URL is the feed's absolute http or https address.
	URL string
	// Site is the address of the show's page; empty if unknown.
	Site string
	// Folder has the titles of the feed's folders, the outermost first, joined by " / ";
	// empty if the feed is not in a folder.
	Folder string
}

// Read returns the feeds of a list in order. Of several feeds with one address it returns
// the first. It skips outlines without an http or https address. It returns an error if
// the list is invalid or has no feeds.
func Read(r io.Reader) ([]Outline, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil {
		return nil, fmt.Errorf("read list of subscriptions: %w", err)
	}
	if len(body) > MaxBody {
		return nil, invalid("it has more than %d MB; split it", MaxBody>>20)
	}
	text, err := clean.Decode(body, "")
	if err != nil {
		return nil, invalid("its %v", err)
	}
	p := parser{seen: map[string]bool{}}
	if err := p.read(bytes.TrimSpace(text)); err != nil {
		return nil, err
	}
	if len(p.outlines) == 0 {
		return nil, invalid("it has no feeds; each needs an <outline> with the address as xmlUrl")
	}
	return p.outlines, nil
}

// parser collects the feeds of a list.
type parser struct {
	outlines []Outline
	seen     map[string]bool
	// folders are the titles of the open elements, empty for feeds.
	folders []string
	// rootSeen is true after the root element.
	rootSeen bool
}

func (p *parser) read(text []byte) error {
	in := xml.NewDecoder(bytes.NewReader(text))
	in.Strict, in.Entity = false, xml.HTMLEntity
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // already UTF-8
	for {
		token, err := in.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return p.end()
		case err != nil:
			return invalid("it is not valid XML: %v; export it again", strings.TrimPrefix(err.Error(), "XML "))
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := p.start(token); err != nil {
				return err
			}
		case xml.EndElement:
			if len(p.folders) > 0 {
				p.folders = p.folders[:len(p.folders)-1]
			}
		}
	}
}

func (p *parser) end() error {
	switch {
	case !p.rootSeen:
		return invalid("it has no XML root <opml>; export the subscriptions as OPML")
	case len(p.folders) > 0:
		return invalid("it is truncated after %d feeds; export it again", len(p.outlines))
	}
	return nil
}

func (p *parser) start(e xml.StartElement) error {
	name := strings.ToLower(e.Name.Local)
	switch {
	case !p.rootSeen && name != "opml":
		return invalid("its root is <%.40s>, not <opml>; export the subscriptions as OPML", name)
	case len(p.folders) == MaxDepth:
		return invalid("its folders are more than %d levels deep; use fewer levels", MaxDepth)
	}
	p.rootSeen = true
	folder := ""
	if name == "outline" {
		o := outline(e.Attr)
		if o.Folder = p.folder(); o.URL == "" {
			folder = o.Title
		} else if !p.seen[o.URL] {
			if len(p.outlines) == MaxOutlines {
				return invalid("it has more than %d feeds; split it", MaxOutlines)
			}
			p.seen[o.URL] = true
			p.outlines = append(p.outlines, o)
		}
	}
	p.folders = append(p.folders, folder)
	return nil
}

func (p *parser) folder() string {
	var titles []string
	for _, title := range p.folders {
		if title != "" {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, " / ")
}

// outline returns the feed of an outline element. Case of attribute names does not matter.
// The title is the attribute title, or else text, which the format requires.
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
	if o.Title == "" && text != o.URL { // Applications write the address if there is no title.
		o.Title = text
	}
	return o
}

// line returns a title on one line, or "" if it is too long.
func line(s string) string {
	if s = clean.Line(s); len(s) > maxLine {
		return ""
	}
	return s
}

// address returns an absolute http or https address, or "" for other text. It removes the
// scheme "feed", or replaces it by https if no http or https follows it.
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
