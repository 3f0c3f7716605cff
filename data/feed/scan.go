package feed

import (
	"bytes"
	"strings"
)

// maxNames bounds the work of namespaces: for each element, the prefixes that are in
// force there, because a parser copies them. A feed of 20,000 items with 60 elements
// each and 25 prefixes has a third of it.
const maxNames = 100_000_000

// maxParts is the most elements and CDATA sections directly within one element that
// holds no items. A list of chapters has some hundreds; a parser that joins the text
// between them takes a time that grows with the square of their number.
const maxParts = 5_000

// maxTag is the longest tag in bytes. Addresses are short, but some write an image
// into one.
const maxTag = 1 << 20

// document is XML that is safe to parse: without comments, instructions and document
// type, with known character references alone, and with every end tag's beginning.
type document struct {
	text []byte
	// root is the local name of the root element in lower case.
	root string
	// base is the document's xml:base, empty where there is none.
	base string
	// bases are the xml:base of items, by place.
	bases map[int]string
	// places are the items that are in the text, by their place in the feed from 1.
	places []int
	// prefixes are the prefixes that stand for a namespace we read.
	prefixes map[string]string
	problems []Problem
}

// scanner goes over XML once, from tag to tag, and writes it anew. It follows the
// rules by which encoding/xml reads a document that is not strict, so that what it
// counts is what the parser will see.
type scanner struct {
	in       []byte
	at       int
	open     []element
	items    int
	tooMany  int
	names    int
	document document
}

// element is one that has begun and not ended.
type element struct {
	name string
	// in and out are where it begins in the source and in the text.
	in, out int
	// prefixes are the namespaces in force.
	prefixes int
	// place is that of an item, 0 of what is none.
	place int
	parts int
	holds bool // it holds items or an item's fields
}

// scan checks XML and prepares it for the parser.
func scan(text []byte) (document, error) {
	s := scanner{in: text, document: document{text: make([]byte, 0, len(text)), bases: map[int]string{}, prefixes: map[string]string{}}}
	for s.at < len(s.in) && (s.document.root == "" || len(s.open) > 0) {
		if err := s.step(); err != nil {
			return document{}, err
		}
	}
	switch {
	case s.document.root == "":
		return document{}, bad(NotAFeed, "the text is XML without any element: give the address of a feed")
	case len(s.open) > 0:
		return document{}, bad(Malformed, "the feed ends within <%s>, after %d items: it was cut off on its way, or its publisher must close the element", s.open[len(s.open)-1].name, s.items)
	}
	if s.tooMany > 0 {
		s.problem(0, "%d items after the first %d were left out: offer older ones in pages (rel=\"next\")", s.tooMany, MaxItems)
	}
	return s.document, nil
}

// step takes the text up to the next piece of markup, and that piece.
func (s *scanner) step() error {
	rest := s.in[s.at:]
	next := bytes.IndexByte(rest, '<')
	if next < 0 {
		next = len(rest)
	}
	if len(s.open) > 0 && next <= MaxField { // what is longer would be left out with its element
		s.write(mend(rest[:next]))
	}
	if len(s.document.text) > MaxBody {
		return bad(TooLarge, "the feed has more than %d MB in UTF-8: offer it in pages (rel=\"next\"), or with shorter notes", MaxBody>>20)
	}
	s.at += next
	rest = rest[next:]
	switch {
	case len(rest) == 0:
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.at += through(rest, 4, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(s.open) > 0:
		n := through(rest, 9, "]]>")
		s.write(rest[:n])
		s.at += n
		s.open[len(s.open)-1].parts++
	case bytes.HasPrefix(rest, []byte("<?")):
		s.at += through(rest, 2, "?>")
	case bytes.HasPrefix(rest, []byte("<!")) && len(s.open) == 0:
		return s.docType(rest)
	case len(rest) > 2 && rest[1] == '/' && nameStart(rest[2]):
		s.end(rest[:through(rest, 2, ">")])
	case len(rest) > 1 && nameStart(rest[1]):
		return s.start(rest[:tagEnd(rest)])
	default: // a bracket that is no markup
		if len(s.open) > 0 {
			s.write([]byte("&lt;"))
		}
		s.at++
	}
	return nil
}

func (s *scanner) write(text []byte) { s.document.text = append(s.document.text, text...) }

func (s *scanner) start(tag []byte) error {
	at := s.at
	s.at += len(tag)
	switch {
	case len(tag) > maxTag:
		return bad(TooLarge, "a tag of item %d has %d kB, at most %d are read: write text between tags", s.items, len(tag)>>10, maxTag>>10)
	case tag[len(tag)-1] != '>':
		return nil // cut off within the tag, which the end of scan reports
	}
	e := element{name: nameOf(tag[1:]), in: at, out: len(s.document.text)}
	if len(s.open) > 0 {
		parent := &s.open[len(s.open)-1]
		parent.parts++
		e.prefixes = parent.prefixes
	} else if err := s.root(local(e.name)); err != nil {
		return err
	}
	e.prefixes += s.declare(tag)
	if s.names += 1 + e.prefixes; s.names > maxNames {
		return bad(TooLarge, "the feed has too many elements and namespaces, after %d items: declare namespaces once, at its root", s.items)
	}
	s.place(&e, tag)
	s.write(mendTag(tag))
	if bytes.HasSuffix(tag, []byte("/>")) {
		s.close(e)
		return nil
	}
	if len(s.open) == MaxDepth {
		return bad(TooDeep, "<%s> in item %d lies within %d other elements, more than are read: write HTML in notes as CDATA", e.name, s.items, MaxDepth)
	}
	s.open = append(s.open, e)
	return nil
}

// end ends the innermost element of that name, and those within it. An end without a
// beginning is left out.
func (s *scanner) end(tag []byte) {
	s.at += len(tag)
	name := nameOf(tag[2:])
	outer := len(s.open) - 1
	for outer >= 0 && !strings.EqualFold(s.open[outer].name, name) {
		outer--
	}
	for outer >= 0 && len(s.open) > outer {
		e := s.open[len(s.open)-1]
		s.open = s.open[:len(s.open)-1]
		s.write([]byte("</" + e.name + ">"))
		s.close(e)
	}
}

// place says what an element is, by its name and depth.
func (s *scanner) place(e *element, tag []byte) {
	depth, name := len(s.open), local(e.name)
	switch {
	case depth > 0 && !s.open[depth-1].holds || depth > 0 && s.open[depth-1].place > 0:
	case depth == 0 || depth == 1 && name == "channel":
		e.holds = true
		s.document.base = joinBase(s.document.base, baseOf(tag))
	case name == "item" || name == "entry":
		s.items++
		e.holds, e.place = true, s.items
		if base := baseOf(tag); base != "" {
			s.document.bases[e.place] = base
		}
	}
}

// close takes out again what is too much.
func (s *scanner) close(e element) {
	parent := element{}
	if len(s.open) > 0 {
		parent = s.open[len(s.open)-1]
	}
	switch {
	case e.place > 0 && len(s.document.places) == MaxItems:
		s.tooMany++
		s.document.text = s.document.text[:e.out]
	case e.place > 0:
		s.document.places = append(s.document.places, e.place)
	case !e.holds && e.parts > maxParts:
		s.problem(s.items, "<%s> was left out: it has %d parts, at most %d are read", e.name, e.parts, maxParts)
		s.document.text = s.document.text[:e.out]
	case !e.holds && parent.holds && s.at-e.in > MaxField:
		s.problem(parent.place, "<%s> was left out: it has %d MB, at most %d are read", e.name, (s.at-e.in)>>20, MaxField>>20)
		s.document.text = s.document.text[:e.out]
	}
}

func (s *scanner) root(name string) error {
	s.document.root = name
	switch name {
	case "rss", "rdf", "feed":
		return nil
	case "html", "head", "body", "title", "meta", "script", "div":
		return bad(HTMLPage, "this is a web page and no feed: give the address of the feed, which the page may name")
	case "opml":
		return bad(NotAFeed, "this is a list of subscriptions (OPML) and no feed: import it as such")
	}
	return bad(NotAFeed, "this is XML with the root <%.40s> and no feed: give an address of RSS, Atom or JSON Feed", name)
}

func (s *scanner) problem(item int, format string, args ...any) {
	s.document.problems = append(s.document.problems, newProblem(item, format, args...))
}
