package feed

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"segue/data/clean"
)

// longestReference is the length of the longest HTML character reference.
const longestReference = 34

// repair replaces character references of HTML with their characters and escapes all other
// ampersands, so an XML parser accepts the text.
func repair(text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+16)
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		text = text[i:]
		end := bytes.IndexByte(text[:min(len(text), longestReference)], ';')
		if end < 0 {
			out, text = append(out, "&amp;"...), text[1:]
			continue
		}
		plain, known := reference(string(text[:end+1]))
		if !known {
			out, text = append(out, "&amp;"...), text[1:]
			continue
		}
		out, text = append(out, plain...), text[end+1:]
	}
}

// reference returns the text of a character reference, escaped for XML.
func reference(ref string) (text string, known bool) {
	plain := html.UnescapeString(ref)
	if plain == ref || strings.HasSuffix(plain, ";") && plain != ";" {
		return "", false // unknown, or only its beginning is a known reference
	}
	r, n := utf8.DecodeRuneInString(plain)
	if n == len(plain) && clean.Forbidden(r) {
		return "", true
	}
	return escape.Replace(plain), true
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

// repairTag repairs the attributes of a start tag. It renames xml:base, because the parser
// resolves it in another way; baseOf reads it. broken is true if the tag was not XML for
// another reason than its text.
func repairTag(tag []byte) (repaired []byte, broken bool) {
	if bytes.IndexByte(tag, '=') >= 0 || bytes.IndexByte(tag, '"') >= 0 {
		if all, ok := attributesOf(tag); !ok {
			tag, broken = rewrite(tag, all), true
		}
	}
	tag = bytes.ReplaceAll(repair(tag), []byte("xml:base"), []byte("xml:hidden"))
	if bytes.IndexByte(tag[1:], '<') >= 0 {
		tag = append([]byte("<"), bytes.ReplaceAll(tag[1:], []byte("<"), []byte("&lt;"))...)
	}
	return tag, broken
}

var xmlBase = regexp.MustCompile(`\sxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')`)

func baseOf(tag []byte) string {
	if !bytes.Contains(tag, []byte("xml:base")) {
		return ""
	}
	if found := xmlBase.FindSubmatch(tag); found != nil {
		return strings.TrimSpace(html.UnescapeString(string(found[1]) + string(found[2])))
	}
	return ""
}

// joinBase resolves an xml:base inside another one.
func joinBase(outer, inner string) string {
	if outer == "" || inner == "" {
		return outer + inner
	}
	a, errA := url.Parse(outer)
	b, errB := url.Parse(inner)
	if errA != nil || errB != nil {
		return outer
	}
	return a.ResolveReference(b).String()
}
