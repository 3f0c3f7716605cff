package clean

import (
	"bytes"
	"errors"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// ErrUTF32 says that a text is in an encoding that nobody should write.
var ErrUTF32 = errors.New("text is encoded as UTF-32, which the web does not use: save it as UTF-8")

// Decode returns a text of whatever encoding in UTF-8, without a byte order mark and
// without the characters that XML forbids. What no encoding explains becomes U+FFFD.
// The content type is an HTTP header's, and may be empty.
//
// What the bytes are goes before what is said of them, because declarations are
// wrong more often than text is UTF-8 by chance: first the byte order mark, then
// UTF-8 if the text is that, then the XML declaration, then the HTTP header, and
// last windows-1252. The only error is [ErrUTF32].
func Decode(body []byte, contentType string) ([]byte, error) {
	label := "utf-8"
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body = body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(body, []byte("\x00\x00\xfe\xff")):
		return nil, ErrUTF32
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		body, label = body[2:], "utf-16le"
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		body, label = body[2:], "utf-16be"
	case bytes.HasPrefix(body, []byte("<\x00")), bytes.HasPrefix(body, []byte("{\x00")):
		label = "utf-16le"
	case bytes.HasPrefix(body, []byte("\x00<")), bytes.HasPrefix(body, []byte("\x00{")):
		label = "utf-16be"
	default:
		label = guess(body, contentType)
	}
	if coding, _ := charset.Lookup(label); coding != nil && label != "utf-8" {
		if text, err := coding.NewDecoder().Bytes(body); err == nil {
			body = text
		}
	}
	return allow(bytes.ToValidUTF8(body, []byte("\ufffd"))), nil
}

// guess names the encoding of a body without a byte order mark.
func guess(body []byte, contentType string) string {
	runes, broken := multibyte(body)
	if runes > broken {
		return "utf-8"
	}
	declared := declaredIn(body)
	if _, params, err := mime.ParseMediaType(contentType); declared == "" && err == nil {
		declared = params["charset"]
	}
	_, name := charset.Lookup(declared)
	switch {
	case broken == 0 && name == "":
		return "utf-8"
	case name == "", broken > 0 && name == "utf-8", name == "utf-16le", name == "utf-16be", name == "replacement":
		return "windows-1252"
	}
	return name
}

// multibyte counts the characters of several bytes that are UTF-8, and the bytes
// that are not.
func multibyte(body []byte) (runes, broken int) {
	for len(body) > 0 {
		if body[0] < utf8.RuneSelf {
			body = body[1:]
			continue
		}
		r, n := utf8.DecodeRune(body)
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			runes++
		}
		body = body[n:]
	}
	return runes, broken
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']`)

func declaredIn(body []byte) string {
	if found := declaration.FindSubmatch(body[:min(len(body), 1024)]); found != nil {
		return string(found[1])
	}
	return ""
}

// allow drops the control characters and noncharacters that no XML parser takes.
func allow(text []byte) []byte {
	if bytes.IndexFunc(text, Forbidden) < 0 {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if Forbidden(r) {
			return -1
		}
		return r
	}, text)
}

// Forbidden reports whether XML has no such character: most control characters, and
// what is no character at all.
func Forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
