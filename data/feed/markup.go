package feed

import (
	"bytes"
	"regexp"
	"strings"
)

var docTypeHTML = regexp.MustCompile(`(?i)^<!doctype\s+html\b`)

// nestedEntity matches an entity whose text refers to other entities.
var nestedEntity = regexp.MustCompile(`(?is)<!ENTITY\s+(?:%\s*)?[^\s>]+\s+(?:"[^"]*[&%][\w.:-]+;|'[^']*[&%][\w.:-]+;)`)

// docType skips the document type. Its entities are never expanded: references to them stay
// in the text.
func (s *scanner) docType(rest []byte) error {
	n := docTypeEnd(rest)
	switch {
	case docTypeHTML.Match(rest[:n]):
		return s.root("html")
	case nestedEntity.Match(rest[:n]):
		return newError(EntityBomb, "the feed declares entities that refer to other entities, which are not expanded; write the text itself")
	}
	s.at += n
	return nil
}

func docTypeEnd(text []byte) int {
	inside, quote := 0, byte(0)
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '<', c == '[':
			inside++
		case c == ']':
			inside--
		case c == '>':
			if inside--; inside == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// endOf returns the end of the first mark in text after from, or the length of text.
func endOf(text []byte, from int, mark string) int {
	if i := bytes.Index(text[from:], []byte(mark)); i >= 0 {
		return from + i + len(mark)
	}
	return len(text)
}

func nameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func nameOf(text []byte) string {
	if i := bytes.IndexAny(text, " \t\r\n/>"); i >= 0 {
		text = text[:i]
	}
	return string(text)
}

func local(name string) string {
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}
