package feed

import (
	"bytes"
	"strings"
)

// attribute is an attribute of a tag, as it is written.
type attribute struct{ name, value string }

// tagEnd returns the length of a start tag. A bracket in quotes does not end it, unless the
// quotes are broken. Without an end it returns the length of text.
func tagEnd(text []byte) int {
	if n := quotedEnd(text); n > 0 {
		return n
	}
	if i := bytes.IndexByte(text, '>'); i >= 0 {
		return i + 1
	}
	return len(text)
}

// quotedEnd returns the length of a start tag, or 0 if its quotes are broken. A quotation
// mark that does not follow "=" belongs to a broken attribute and quotes nothing.
func quotedEnd(text []byte) int {
	quote, start, last := byte(0), 0, byte(0)
	for i, c := range text {
		switch {
		case quote == c && bytes.IndexByte(text[start:i], '<') >= 0 && !endsValue(text, i+1):
			return 0
		case quote == c && last == '=' && !endsValue(text, i+1):
			start = i + 1 // the value before this one has no end
		case quote == c:
			quote = 0
		case quote != 0:
		case (c == '"' || c == '\'') && last == '=':
			quote, start = c, i+1
		case c == '>':
			return i + 1
		}
		if c > ' ' {
			last = c
		}
	}
	return 0
}

// endsValue reports whether a character that can follow a quoted value is at i.
func endsValue(text []byte, i int) bool {
	return i >= len(text) || bytes.IndexByte([]byte(" \t\r\n/>?"), text[i]) >= 0
}

// attributesOf reads the attributes of a start tag, as leniently as possible. Of attributes
// with the same name the first one counts. ok is false if the tag is not valid XML.
func attributesOf(tag []byte) (all []attribute, ok bool) {
	rest := strings.TrimSuffix(strings.TrimSuffix(string(tag[1+len(nameOf(tag[1:])):]), ">"), "/")
	seen := map[string]bool{}
	ok = true
	for {
		spaced := strings.TrimLeft(rest, " \t\r\n")
		if spaced == "" {
			return all, ok
		}
		ok = ok && len(spaced) < len(rest)
		a, after, valid := nextAttribute(spaced)
		rest = after
		if a.name == "" || seen[a.name] {
			ok = false
			continue
		}
		seen[a.name] = true
		all, ok = append(all, a), ok && valid
	}
}

// nextAttribute reads the attribute at the beginning of s, and returns the text after it.
// The name is empty if there is only a piece of a broken attribute.
func nextAttribute(s string) (a attribute, rest string, valid bool) {
	end := strings.IndexAny(s, "= \t\r\n\"'<>")
	if end < 0 {
		end = len(s)
	}
	if end == 0 || !validName(s[:end]) {
		return a, s[max(end, 1):], false
	}
	a.name = s[:end]
	value, found := strings.CutPrefix(strings.TrimLeft(s[end:], " \t\r\n"), "=")
	if !found {
		return a, s[end:], false // an attribute without a value
	}
	value = strings.TrimLeft(value, " \t\r\n")
	if value == "" || value[0] != '"' && value[0] != '\'' {
		end = len(value)
		if i := strings.IndexAny(value, " \t\r\n"); i >= 0 {
			end = i
		}
		a.value = strings.Trim(value[:end], "\"'")
		return a, value[end:], false
	}
	a.value, rest, valid = quotedValue(value[1:], value[:1])
	return a, rest, valid
}

// quotedValue reads a value after its quotation mark. A value without an end ends before the
// next attribute.
func quotedValue(s, quote string) (value, rest string, valid bool) {
	value, rest, found := strings.Cut(s, quote)
	if found && (rest == "" || endsValue([]byte(rest), 0) || !strings.HasSuffix(strings.TrimRight(value, " \t\r\n"), "=")) {
		return value, rest, true
	}
	// The next attribute begins after the last space before "name=".
	whole := value
	if found {
		name := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(value, " \t\r\n"), "="), " \t\r\n")
		if i := strings.LastIndexAny(name, " \t\r\n"); i >= 0 {
			return strings.TrimSpace(name[:i]), s[i:], false
		}
	} else if i := strings.IndexAny(value, " \t\r\n"); i >= 0 && strings.Contains(value[i:], "=") {
		return value[:i], value[i:], false
	}
	return strings.TrimSpace(whole), rest, false
}

func validName(s string) bool {
	if !nameStart(s[0]) {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r < 0x80 && !nameStart(byte(r)) && !strings.ContainsRune("0123456789.-", r)
	}) < 0
}

// rewrite returns a start tag with valid attributes.
func rewrite(tag []byte, all []attribute) []byte {
	out := []byte("<" + nameOf(tag[1:]))
	for _, a := range all {
		out = append(out, " "+a.name+`="`...)
		out = append(out, bytes.ReplaceAll([]byte(a.value), []byte(`"`), []byte("&quot;"))...)
		out = append(out, '"')
	}
	if bytes.HasSuffix(tag, []byte("/>")) {
		return append(out, "/>"...)
	}
	return append(out, '>')
}
