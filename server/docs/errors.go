package docs

import (
	"bytes"
	"fmt"

	"segue/server/respond"
)

// Markdown returns the page that explains all error codes, as it is committed in
// docs/errors.md. Each code is a heading, and so an anchor.
func Markdown() []byte {
	var b bytes.Buffer
	b.WriteString(`# Errors of the API

An error is ` + "`application/problem+json`" + ` (RFC 9457). Programs test ` + "`code`" + `, which never changes its meaning; people read
` + "`detail`, `errors` and `fixes`; `request_id`" + ` is also in the header ` + "`X-Request-Id`" + ` and in the server's log. An answer with
status 500 or more never says why: the cause is in the log. No error is kept by a cache.

This page is written from the table in ` + "`server/respond/kinds.go`" + ` by ` + "`go test ./server/docs -update`" + `; a running server
shows it at ` + "`/docs/errors`" + `.

| code | status | title |
|---|---|---|
`)
	for _, k := range respond.Kinds() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %d | %s |\n", k.Code, k.Code, k.Status, k.Title)
	}
	for _, k := range respond.Kinds() {
		fmt.Fprintf(&b, "\n## %s\n\nStatus %d, %s. %s\n\nHow to correct it: %s.\n", k.Code, k.Status, k.Title, k.Meaning, k.Fix)
	}
	return b.Bytes()
}
