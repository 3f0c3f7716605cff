package clean

import (
	"bytes"
	"errors"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// ErrUTF32 is returned for text in UTF-32. The Encoding Standard does not support it.
var ErrUTF32 = errors.New("text is encoded as UTF-32, which is not supported; save it as UTF-8")

// Decode converts a text to UTF-8. It removes a byte order mark and the characters that
// XML forbids, and replaces invalid bytes with U+FFFD. contentType is the HTTP header's
// and may be empty.
//
// Declared encodings are often wrong, so the bytes have priority. The order is: the byte
// order mark, UTF-8 if the text is valid as such, the XML declaration, the HTTP header,
// and windows-1252. The only error is [ErrUTF32].
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
		label = detect(body, contentType)
	}
	if coding, _ := charset.Lookup(label); coding != nil && label != "utf-8" {
		if text, err := decodeWith(coding, label, body); err == nil {
			body = text
		}
	}
	return removeForbidden(bytes.ToValidUTF8(body, []byte("\ufffd"))), nil
}

// decodeWith decodes a body. In the encodings of ISO 8859 the bytes 80 to 9F are control
// characters, which no text contains. They are decoded as windows-1252, as browsers do for
// iso-8859-1: a program that writes quotation marks there means them.
func decodeWith(coding encoding.Encoding, label string, body []byte) ([]byte, error) {
	if !strings.HasPrefix(label, "iso-8859-") {
		return coding.NewDecoder().Bytes(body)
	}
	var chars [256][]byte
	for c := range chars {
		of := coding
		if c >= 0x80 && c < 0xA0 {
			of = charmap.Windows1252
		}
		var err error
		if chars[c], err = of.NewDecoder().Bytes([]byte{byte(c)}); err != nil {
			return nil, err
		}
	}
	out := make([]byte, 0, len(body)+len(body)/8)
	for _, c := range body {
		out = append(out, chars[c]...)
	}
	return out, nil
}

// detect returns the name of the encoding of a body without a byte order mark.
func detect(body []byte, contentType string) string {
	runes, invalid := multibyte(body)
	if runes > invalid {
		return "utf-8"
	}
	declared := declaredIn(body)
	if _, params, err := mime.ParseMediaType(contentType); declared == "" && err == nil {
		declared = params["charset"]
	}
	_, name := charset.Lookup(declared)
	switch {
	case invalid == 0 && name == "":
		return "utf-8"
	case name == "", invalid > 0 && name == "utf-8", name == "utf-16le", name == "utf-16be", name == "replacement":
		return "windows-1252"
	}
	return name
}

// multibyte counts the multibyte characters that are valid UTF-8, and the invalid bytes.
func multibyte(body []byte) (runes, invalid int) {
	for len(body) > 0 {
		if body[0] < utf8.RuneSelf {
			body = body[1:]
			continue
		}
		r, n := utf8.DecodeRune(body)
		if r == utf8.RuneError && n == 1 {
			invalid++
		} else {
			runes++
		}
		body = body[n:]
	}
	return runes, invalid
}

// declaration matches an XML declaration. Warnings of a server may be before it.
var declaration = regexp.MustCompile(`<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']`)

// maxHead is the number of bytes that are searched for an XML declaration.
const maxHead = 64 << 10

func declaredIn(body []byte) string {
	if found := declaration.FindSubmatch(body[:min(len(body), maxHead)]); found != nil {
		return string(found[1])
	}
	return ""
}

// removeForbidden removes the characters that XML forbids.
func removeForbidden(text []byte) []byte {
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

// Forbidden reports whether XML forbids r: most control characters, U+FFFE and U+FFFF.
func Forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
