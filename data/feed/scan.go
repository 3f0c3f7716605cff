package feed

import (
	"bytes"
	"strings"
)

// maxNames limits the work for namespaces. For each element, a parser copies all prefixes
// in scope. maxNames is the maximum number of copies in a document. A feed of 20,000 items
// with 60 elements each and 25 prefixes needs a third of it.
const maxNames = 100_000_000

// maxParts is the maximum number of elements and CDATA sections directly within an element,
// except for containers of items. A list of chapters has some hundreds. Some parsers take
// quadratic time to join the text between them.
const maxParts = 5_000

// maxTag is the maximum length of a tag in bytes. Addresses are short, but some contain an
// inline image.
const maxTag = 1 << 20

// safeXML is XML that is safe to parse: it has no comments, instructions or document type,
// only known character references, and a start tag for every end tag.
type safeXML struct {
	text []byte
	// root is the root element's local name in lower case.
	root string
	// base is the document's xml:base; empty if there is none.
	base string
	// bases has the xml:base of items by position.
	bases map[int]string
	// places are the positions of the items in the text, from 1.
	places []int
	// prefixes maps prefixes to the namespaces that we read.
	prefixes map[string]string
	// truncated is true if the text ends within an element. The incomplete item is left out.
	truncated bool
	problems  []Problem
}

// scanner scans XML once, from tag to tag, and writes safe XML. It applies the rules of
// encoding/xml for documents that are not strict, so it counts the same elements as the
// parser.
type scanner struct {
	in      []byte
	at      int
	open    []element
	items   int
	skipped int // items after the first MaxItems
	names   int
	// sections and comments find the ends of CDATA sections and comments.
	sections, comments marker
	repairs            repairs
	result             safeXML
}

// element is an open element.
type element struct {
	name string
	// in and out are the positions of its start in the source and in the result.
	in, out int
	// prefixes is the number of prefixes in scope.
	prefixes int
	// place is the position of an item; 0 for other elements.
	place     int
	parts     int
	container bool // an element with items or with an item's fields
}

// scan checks XML and prepares it for the parser. If the text ends within an element, scan
// keeps the complete items; without any it returns an error.
func scan(text []byte) (safeXML, error) {
	s := scanner{in: text, sections: marker{text: text, mark: "]]>"}, comments: marker{text: text, mark: "-->"},
		result: safeXML{text: make([]byte, 0, len(text)), bases: map[int]string{}, prefixes: map[string]string{}}}
	for s.at < len(s.in) && (s.result.root == "" || len(s.open) > 0) {
		if err := s.step(); err != nil {
			return safeXML{}, err
		}
	}
	switch {
	case s.result.root == "":
		return safeXML{}, newError(NotAFeed, "this is XML without any element; use the address of a feed")
	case len(s.open) > 0 && len(s.result.places) == 0:
		return safeXML{}, newError(Malformed, "the feed ends within <%s>, after %d items: the download was truncated, or its publisher must close the element", s.open[len(s.open)-1].name, s.items)
	case len(s.open) > 0:
		s.truncate()
	}
	s.report()
	return s.result, nil
}

// step processes the text up to the next markup, and the markup.
func (s *scanner) step() error {
	rest := s.in[s.at:]
	next := bytes.IndexByte(rest, '<')
	if next < 0 {
		next = len(rest)
	}
	if len(s.open) > 0 && next <= MaxField { // longer text is removed with its element
		s.write(repair(s.withoutBrackets(rest[:next])))
	}
	if len(s.result.text) > MaxBody {
		return newError(TooLarge, "the feed has more than %d MB in UTF-8; split it into pages (rel=\"next\") or shorten its notes", MaxBody>>20)
	}
	s.at += next
	return s.markup(rest[next:])
}

// markup processes the markup at the beginning of rest.
func (s *scanner) markup(rest []byte) error {
	switch {
	case len(rest) == 0:
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.at += s.comment(rest)
	case bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(s.open) > 0:
		s.at += s.section(rest)
		s.open[len(s.open)-1].parts++
	case bytes.HasPrefix(rest, []byte("<?")):
		s.at += endOf(rest, 2, "?>")
	case bytes.HasPrefix(rest, []byte("<!")) && len(s.open) == 0:
		return s.docType(rest)
	case len(rest) > 2 && rest[1] == '/' && nameStart(rest[2]):
		s.end(rest[:endOf(rest, 2, ">")])
	case len(rest) > 1 && nameStart(rest[1]):
		return s.start(rest[:tagEnd(rest)])
	default: // a bracket that is not markup
		if len(s.open) > 0 {
			s.write([]byte("&lt;"))
		}
		s.at++
	}
	return nil
}

func (s *scanner) write(text []byte) { s.result.text = append(s.result.text, text...) }

func (s *scanner) start(tag []byte) error {
	at := s.at
	s.at += len(tag)
	switch {
	case len(tag) > maxTag:
		return newError(TooLarge, "a tag of item %d has %d kB; the maximum is %d: write text between tags", s.items, len(tag)>>10, maxTag>>10)
	case tag[len(tag)-1] != '>':
		return nil // truncated within the tag; scan reports it at the end
	}
	s.closeBefore(nameOf(tag[1:]))
	e := element{name: nameOf(tag[1:]), in: at, out: len(s.result.text)}
	if len(s.open) > 0 {
		parent := &s.open[len(s.open)-1]
		parent.parts++
		e.prefixes = parent.prefixes
	} else if err := s.root(local(e.name)); err != nil {
		return err
	}
	e.prefixes += s.declare(tag)
	if s.names += 1 + e.prefixes; s.names > maxNames {
		return newError(TooLarge, "the feed has too many elements and namespaces, after %d items; declare namespaces once, at its root", s.items)
	}
	s.classify(&e, tag)
	repaired, broken := repairTag(tag)
	s.write(repaired)
	if broken {
		s.repairs.tags++
	}
	if bytes.HasSuffix(tag, []byte("/>")) {
		s.close(e)
		return nil
	}
	if len(s.open) == MaxDepth {
		return newError(TooDeep, "<%s> in item %d is inside %d other elements, the maximum; write HTML in notes as CDATA", e.name, s.items, MaxDepth)
	}
	s.open = append(s.open, e)
	return nil
}

// end closes the innermost open element with the name, and the elements in it. It skips an
// end tag without a start tag.
func (s *scanner) end(tag []byte) {
	s.at += len(tag)
	name := nameOf(tag[2:])
	outer := len(s.open) - 1
	for outer >= 0 && !strings.EqualFold(s.open[outer].name, name) {
		outer--
	}
	if outer >= 0 {
		s.closeAbove(outer)
		s.closeInnermost()
	}
}

// classify detects containers and items by their name and depth.
func (s *scanner) classify(e *element, tag []byte) {
	depth, name := len(s.open), local(e.name)
	switch {
	case depth > 0 && !s.open[depth-1].container || depth > 0 && s.open[depth-1].place > 0:
	case depth == 0 || depth == 1 && name == "channel":
		e.container = true
		s.result.base = joinBase(s.result.base, baseOf(tag))
	case name == "item" || name == "entry":
		s.items++
		e.container, e.place = true, s.items
		if base := baseOf(tag); base != "" {
			s.result.bases[e.place] = base
		}
	}
}

// close handles the end of an element. It removes elements that exceed a limit.
func (s *scanner) close(e element) {
	parent := element{}
	if len(s.open) > 0 {
		parent = s.open[len(s.open)-1]
	}
	switch {
	case e.place > 0 && len(s.result.places) == MaxItems:
		s.skipped++
		s.result.text = s.result.text[:e.out]
	case e.place > 0:
		s.result.places = append(s.result.places, e.place)
	case !e.container && e.parts > maxParts:
		s.problem(s.items, "<%s> was skipped: it has %d parts; the maximum is %d", e.name, e.parts, maxParts)
		s.result.text = s.result.text[:e.out]
	case !e.container && parent.container && s.at-e.in > MaxField:
		s.problem(parent.place, "<%s> was skipped: it has %d MB; the maximum is %d", e.name, (s.at-e.in)>>20, MaxField>>20)
		s.result.text = s.result.text[:e.out]
	}
}

func (s *scanner) root(name string) error {
	s.result.root = name
	switch name {
	case "rss", "rdf", "feed":
		return nil
	case "html", "head", "body", "title", "meta", "script", "div":
		return newError(HTMLPage, "this is a web page, not a feed; use the address of the feed, which may be on the page")
	case "opml":
		return newError(NotAFeed, "this is a list of subscriptions (OPML), not a feed; import it as OPML")
	}
	return newError(NotAFeed, "this is XML with the root <%.40s>, not a feed; use the address of an RSS, Atom or JSON Feed", name)
}

func (s *scanner) problem(item int, format string, args ...any) {
	s.result.problems = append(s.result.problems, newProblem(item, format, args...))
}
