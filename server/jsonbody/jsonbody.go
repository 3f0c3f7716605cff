// Package jsonbody is the one way in which Segue writes JSON: compact, one line,
// and without the escapes that only HTML needs. The command line and the HTTP
// API use it both, so that the same answer has the same bytes.
package jsonbody

import (
	"bytes"
	"encoding/json"
)

// Encode returns body as one line of JSON with its line feed. It fails for what
// JSON cannot say, such as a number that is not finite.
func Encode(body any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // a body is never part of a page; "&" in a URL stays readable
	if err := enc.Encode(body); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
