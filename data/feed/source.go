package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"

	"segue/data"
	"segue/data/clean"
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
	}
	document, err := scanAfterPreamble(text)
	if err != nil {
		return nil, err
	}
	return parseXML(ctx, document)
}

// scanAfterPreamble scans a text that may have other text before the feed.
func scanAfterPreamble(text []byte) (safeXML, error) {
	document, err := safeXML{}, newError(NotAFeed, "this is neither XML nor a JSON Feed, it begins with %.40q; use the address of a feed", text[:min(len(text), 40)])
	if text[0] == '<' {
		document, err = scan(text)
	}
	var bad *Error
	if !errors.As(err, &bad) || bad.Kind != NotAFeed && bad.Kind != HTMLPage {
		return document, err
	}
	start := xmlStart(text)
	if start <= 0 {
		return document, err
	}
	after, errAfter := scan(text[start:])
	if errAfter != nil {
		return document, err
	}
	before := data.Shorten(clean.Line(clean.HTML(string(text[:start]))), maxQuoted)
	after.problems = append(after.problems, newProblem(0, "text before the feed was skipped; it begins with %q", before))
	return after, nil
}

// maxQuoted is the maximum length of a quoted text in a problem, in runes.
const maxQuoted = 60

// maxPreamble is the maximum length of text before a feed in bytes. Some servers write
// warnings there, one for each item in the worst case.
const maxPreamble = 64 << 10

// feedStart matches the beginning of a feed.
var feedStart = regexp.MustCompile(`(?i)<\?xml\s|<rss[\s>]|<feed[\s>]|<rdf:rdf[\s>]`)

// page matches the beginning of a web page, which may contain a feed only as an example.
var page = regexp.MustCompile(`(?i)<!doctype\s+html|<html[\s>]`)

// xmlStart returns the position of a feed after other text, or -1.
func xmlStart(text []byte) int {
	at := feedStart.FindIndex(text[:min(len(text), maxPreamble)])
	if at == nil || page.Match(text[:at[0]]) {
		return -1
	}
	return at[0]
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
	if n := len(d.places) - len(src.items); n > 0 {
		src.problems = append(src.problems, newLoss(0, "%d items could not be read", n))
	}
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
	return Problem{Item: item, Reason: fmt.Sprintf(format, args...)}
}

// newLoss returns a problem that means that an item is missing.
func newLoss(item int, format string, args ...any) Problem {
	return Problem{Item: item, Reason: fmt.Sprintf(format, args...), Lost: true}
}
