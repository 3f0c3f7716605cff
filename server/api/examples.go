package api

import (
	"embed"
	"encoding/json"
	"strings"
)

// answers has an example of the answer of each operation with a body: ID.json, or ID.txt if the
// answer is not JSON. The tests of package server write them from real answers.
//
//go:embed examples
var answers embed.FS

// example returns an example of the answer of an operation, nil if there is none.
func (o operation) example() any {
	if o.writes != "" {
		if text, err := answers.ReadFile("examples/" + o.id + ".txt"); err == nil {
			return string(text)
		}
		return nil
	}
	text, err := answers.ReadFile("examples/" + o.id + ".json")
	if err != nil || !json.Valid(text) {
		return nil
	}
	return jsonText(strings.TrimSpace(string(text)))
}
