package respond

import (
	"bytes"
	"encoding/json"
)

// EncodeJSON returns body as one line of compact JSON with a line feed. The HTTP API
// and the command line both use it, so the same answer has the same bytes. It fails
// if JSON has no form for a value, such as a number that is not finite.
func EncodeJSON(body any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // a body is never part of a page, and "&" in a URL stays readable
	if err := enc.Encode(body); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
