package feed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// source is a feed of any format in gofeed's common form, with additional data.
type source struct {
	*gofeed.Feed
	safeXML
	links []link
	// ttl is in minutes, as in RSS.
	ttl   string
	items []sourceItem
}

// link is a link with its relation in lower case, such as "next".
type link struct{ rel, address string }

// sourceItem is an item in gofeed's common form, with additional data.
type sourceItem struct {
	*gofeed.Item
	// place is the position of the item in the feed, from 1.
	place int
	// page is true if the GUID is the address of the item's page.
	page     bool
	duration time.Duration
	language string
}

// read detects the format of a text and parses it with gofeed.
func read(ctx context.Context, text []byte) (*source, error) {
	text = bytes.Trim(text, " \t\r\n\ufeff")
	switch {
	case len(text) == 0:
		return nil, newError(Empty, "the feed is empty; its publisher must correct it")
	case text[0] == '{':
		return readJSON(ctx, text)
	case text[0] != '<':
		start := xmlStart(text)
		if start < 0 {
			return nil, newError(NotAFeed, "this is neither XML nor a JSON Feed, it begins with %.40q; use the address of a feed", text[:min(len(text), 40)])
		}
		text = text[start:]
	}
	document, err := scan(text)
	if err != nil {
		return nil, err
	}
	return parseXML(ctx, document)
}

// maxPreamble is the maximum length of text before a feed in bytes. Some servers write a
// warning of a line or two there.
const maxPreamble = 4 << 10

// xmlStart returns the position of a feed after other text, or -1.
func xmlStart(text []byte) int {
	head := bytes.ToLower(text[:min(len(text), maxPreamble)])
	for _, mark := range []string{"<?xml", "<rss", "<feed", "<rdf:rdf"} {
		if i := bytes.Index(head, []byte(mark)); i >= 0 && len(head) == len(bytes.ToLower(text[:len(head)])) {
			return i
		}
	}
	return -1
}

// parseXML parses checked XML with gofeed. If gofeed panics, it returns an error as for any
// other malformed feed.
func parseXML(ctx context.Context, d safeXML) (src *source, err error) {
	defer func() {
		if p := recover(); p != nil {
			src, err = nil, newError(Malformed, "the feed cannot be parsed: %v", p)
		}
	}()
	in := &contextReader{ctx, bytes.NewReader(d.text)}
	if d.root == "feed" {
		src, err = readAtom(in)
	} else {
		src, err = readRSS(in)
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, newError(Malformed, "the feed is not valid XML: %s; its publisher must correct it", strings.TrimPrefix(err.Error(), "XML "))
	}
	src.safeXML = d
	for i := range src.items {
		src.items[i].place = i + 1
		if i < len(d.places) {
			src.items[i].place = d.places[i]
		}
	}
	return src, nil
}

// contextReader returns an error if ctx has ended.
type contextReader struct {
	ctx context.Context
	in  io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.in.Read(p)
}

func readRSS(in io.Reader) (*source, error) {
	original, err := (&rss.Parser{}).Parse(in)
	if err != nil {
		return nil, err
	}
	common, err := (&gofeed.DefaultRSSTranslator{DisableContentImageScan: true}).Translate(original)
	if err != nil {
		return nil, err
	}
	src := &source{Feed: common, ttl: original.TTL}
	for i, item := range common.Items {
		it := sourceItem{Item: item}
		if guid := original.Items[i].GUID; guid != nil {
			it.page = !strings.EqualFold(guid.IsPermalink, "false")
		}
		src.items = append(src.items, it)
	}
	for _, prefix := range []string{"atom", "atom10", "atom03"} {
		for _, l := range common.Extensions[prefix]["link"] {
			src.links = append(src.links, link{strings.ToLower(attr(l, "rel")), attr(l, "href")})
		}
	}
	return src, nil
}

func readAtom(in io.Reader) (*source, error) {
	original, err := (&atom.Parser{}).Parse(in)
	if err != nil {
		return nil, err
	}
	common, err := (&gofeed.DefaultAtomTranslator{}).Translate(original)
	if err != nil {
		return nil, err
	}
	src := &source{Feed: common}
	for _, item := range common.Items {
		src.items = append(src.items, sourceItem{Item: item})
	}
	for _, l := range original.Links {
		src.links = append(src.links, link{strings.ToLower(l.Rel), l.Href})
	}
	return src, nil
}

// link returns the address of the first link with the relation.
func (s *source) link(rel string) string {
	for _, l := range s.links {
		if l.rel == rel && l.address != "" {
			return l.address
		}
	}
	return ""
}

// newProblem returns a problem with a formatted reason.
func newProblem(item int, format string, args ...any) Problem {
	return Problem{item, fmt.Sprintf(format, args...)}
}
