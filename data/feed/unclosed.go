package feed

import (
	"bytes"
	"slices"
	"strings"
)

// repairs counts the repairs of the scanner, for the problems of the feed.
type repairs struct {
	// items are unclosed items, fields unclosed elements of an item or a channel.
	items, fields int
	// sections are unclosed CDATA sections and comments, brackets the "]]>" outside of
	// sections, tags the tags with invalid attributes.
	sections, brackets, tags int
}

// report adds the problems for the repairs and for items that were not read.
func (s *scanner) report() {
	for _, r := range []struct {
		count  int
		reason string
	}{
		{s.repairs.items, "%d items are not closed; each was read up to the beginning of the next"},
		{s.repairs.fields, "%d elements are not closed; each was read up to the next element"},
		{s.repairs.sections, "%d CDATA sections or comments are not closed; each was read up to the end of its element"},
		{s.repairs.brackets, "\"]]>\" without a CDATA section was removed %d times"},
		{s.repairs.tags, "%d tags have invalid attributes, which were repaired or left out"},
	} {
		if r.count > 0 {
			s.problem(0, r.reason, r.count)
		}
	}
	if s.skipped > 0 {
		s.result.problems = append(s.result.problems, newLoss(0, "%d items after the first %d were skipped; publish older items in pages (rel=\"next\")", s.skipped, MaxItems))
	}
	if n := s.itemsAfterTheEnd(); n > 0 {
		s.result.problems = append(s.result.problems, newLoss(0, "%d items after the end tag of <%s> were skipped; its publisher must move the end tag", n, s.result.root))
	}
}

// itemsAfterTheEnd counts the start tags of items after the root element.
func (s *scanner) itemsAfterTheEnd() int {
	rest, name := s.in[min(s.at, len(s.in)):], "<"+itemName(s.result.root)
	return bytes.Count(rest, []byte(name+">")) + bytes.Count(rest, []byte(name+" "))
}

// itemName returns the name of an item in a feed with a root.
func itemName(root string) string {
	if root == "feed" {
		return "entry"
	}
	return "item"
}

// truncate removes the incomplete item, or the incomplete element of the channel, at the
// end of a truncated feed, and closes the containers.
func (s *scanner) truncate() {
	last := s.open[len(s.open)-1].name
	cut := slices.IndexFunc(s.open, func(e element) bool { return e.place > 0 || !e.container })
	if cut >= 0 {
		s.result.text = s.result.text[:s.open[cut].out]
		s.open = s.open[:cut]
	}
	for len(s.open) > 0 {
		s.closeInnermost()
	}
	s.result.truncated = true
	s.result.problems = append(s.result.problems, newLoss(0, "the feed ends within <%s>, after %d complete items, which were read: the download was truncated, or its publisher must close the element", last, len(s.result.places)))
}

// closeInnermost closes the innermost open element.
func (s *scanner) closeInnermost() {
	e := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.write([]byte("</" + e.name + ">"))
	s.close(e)
}

// closeAbove closes the elements inside the open element i, and counts unclosed items and
// fields.
func (s *scanner) closeAbove(i int) {
	for len(s.open) > i+1 {
		e, parent := s.open[len(s.open)-1], s.open[len(s.open)-2]
		switch {
		case e.place > 0:
			s.repairs.items++
		case parent.container && !e.container:
			s.repairs.fields++
		}
		s.closeInnermost()
	}
}

// closeBefore closes the elements that cannot contain an element with the name: an item
// before the next item, and a text field before the next field.
func (s *scanner) closeBefore(name string) {
	depth := len(s.open)
	if depth == 0 {
		return
	}
	if strings.EqualFold(name, itemName(s.result.root)) || strings.EqualFold(name, s.itemIn()) {
		outer := depth - 1
		for outer > 0 && (!s.open[outer].container || s.open[outer].place > 0) {
			outer--
		}
		s.closeAbove(outer)
		return
	}
	if depth > 1 && s.open[depth-2].container && !s.open[depth-1].container && endsField(strings.ToLower(s.open[depth-1].name), strings.ToLower(name)) {
		s.closeAbove(depth - 2)
	}
}

// itemIn returns the name of the open item with its prefix, or "".
func (s *scanner) itemIn() string {
	for _, e := range s.open {
		if e.place > 0 {
			return e.name
		}
	}
	return ""
}

// Fields of RSS with text. plainFields never contain elements. notes may contain HTML that
// is not escaped, so only names that are not HTML end them.
var (
	plainFields = []string{"title", "link", "guid", "pubdate", "author", "category", "comments", "language", "itunes:title", "itunes:subtitle",
		"itunes:author", "itunes:duration", "itunes:explicit", "itunes:keywords", "itunes:episode", "itunes:season", "itunes:episodetype"}
	notes     = []string{"description", "itunes:summary", "content:encoded"}
	newFields = []string{"description", "guid", "pubdate", "enclosure", "content:encoded"}
)

// endsField reports whether an element with the name next cannot be inside the field. Both
// names are in lower case.
func endsField(field, next string) bool {
	isNew := slices.Contains(newFields, next) || strings.HasPrefix(next, "itunes:") || strings.HasPrefix(next, "podcast:")
	return isNew && (slices.Contains(plainFields, field) || slices.Contains(notes, field)) ||
		slices.Contains(plainFields, next) && slices.Contains(plainFields, field)
}

// marker finds a mark in a text. Positions must not decrease from call to call. So the text
// is searched once, even if many calls find nothing.
type marker struct {
	text  []byte
	mark  string
	found int
	known bool
}

// after returns the position of the first mark at or after from, or -1.
func (m *marker) after(from int) int {
	if m.known && (m.found < 0 || m.found >= from) {
		return m.found
	}
	m.known, m.found = true, -1
	if i := bytes.Index(m.text[min(from, len(m.text)):], []byte(m.mark)); i >= 0 {
		m.found = from + i
	}
	return m.found
}

// section copies a CDATA section at the beginning of rest and returns its length. An
// unclosed section ends before the end tag of its element.
func (s *scanner) section(rest []byte) int {
	const start, end = "<![CDATA[", "]]>"
	stop := s.sections.after(s.at + len(start))
	n := len(rest)
	if stop >= 0 {
		n = stop - s.at + len(end)
	}
	if !s.unclosed(rest[len(start):n], start, stop < 0) {
		s.write(rest[:n])
		return n
	}
	s.repairs.sections++
	n = len(rest)
	if i := indexFold(rest, "</"+s.open[len(s.open)-1].name); i >= 0 {
		n = i
	}
	s.write(rest[:n])
	s.write([]byte(end))
	return n
}

// comment returns the length of a comment at the beginning of rest. Of an unclosed comment
// it returns the length of its start.
func (s *scanner) comment(rest []byte) int {
	const start, end = "<!--", "-->"
	stop := s.comments.after(s.at + len(start))
	if stop < 0 || s.unclosed(rest[len(start):stop-s.at], start, false) {
		s.repairs.sections++
		return len(start)
	}
	return stop - s.at + len(end)
}

// unclosed reports whether a section or comment contains the end of an item before the next
// start. Without an end of its own (endless) the end of an item suffices.
func (s *scanner) unclosed(content []byte, start string, endless bool) bool {
	if i := bytes.Index(content, []byte(start)); i >= 0 {
		content = content[:i]
	} else if !endless {
		return false
	}
	return indexFold(content, "</"+itemName(s.result.root)+">") >= 0
}

// indexFold returns the position of the first mark in text, which is ASCII, or -1. It
// ignores case.
func indexFold(text []byte, mark string) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], mark[0])
		if i < 0 {
			return -1
		}
		at += i
		if len(text)-at >= len(mark) && strings.EqualFold(string(text[at:at+len(mark)]), mark) {
			return at
		}
	}
}

// withoutBrackets removes "]]>" from a text, because XML forbids it outside of a section. A
// space takes its place, so that no new "]]>" arises.
func (s *scanner) withoutBrackets(text []byte) []byte {
	n := bytes.Count(text, []byte("]]>"))
	if n == 0 {
		return text
	}
	s.repairs.brackets += n
	return bytes.ReplaceAll(text, []byte("]]>"), []byte(" "))
}
