package docs

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"segue/server/respond"
)

// width is the width in characters at which the page wraps its paragraphs.
const width = 105

const (
	introduction = "An error is `application/problem+json` (RFC 9457). Programs test `code`, which never changes its meaning. " +
		"`detail`, `errors` and `fixes` are for people. `request_id` is also in the header `X-Request-Id` and in the server's log. " +
		"An answer with status 500 or more does not contain the cause, which is only in the log. Caches do not store errors."
	origin = "`go test ./server/docs -update` generates this page from the table in `server/respond/kinds.go`. " +
		"A running server shows it at `/docs/errors`."
)

// Markdown returns the page that explains all error codes, as it is committed in
// docs/errors.md. Each code is a heading, so links can refer to it.
func Markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Errors of the API\n\n%s\n%s\n", wrap(introduction), wrap(origin))
	b.WriteString("| code | status | title |\n|---|---|---|\n")
	for _, k := range respond.Kinds() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %d | %s |\n", k.Code, k.Code, k.Status, k.Title)
	}
	for _, k := range respond.Kinds() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n%s", k.Code,
			wrap(fmt.Sprintf("Status %d, %s. %s", k.Status, k.Title, k.Meaning)),
			wrap(fmt.Sprintf("How to correct it: %s.", k.Fix)))
	}
	return b.Bytes()
}

// wrap breaks a paragraph into lines of at most [width] characters. Each line ends with a
// line feed. A longer word has a line of its own.
func wrap(paragraph string) string {
	var b strings.Builder
	used := 0
	for word := range strings.FieldsSeq(paragraph) {
		length := utf8.RuneCountInString(word)
		switch {
		case used == 0:
		case used+1+length > width:
			b.WriteString("\n")
			used = 0
		default:
			b.WriteString(" ")
			used++
		}
		b.WriteString(word)
		used += length
	}
	return b.String() + "\n"
}
