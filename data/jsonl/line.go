package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"segue/data"
)

// parse reads one line. Its errors are [*LineError] without a number.
func parse(line []byte) (data.Episode, error) {
	members, err := object("", line)
	if err != nil {
		return data.Episode{}, err
	}
	var d draft
	for _, m := range members {
		read, ok := readers[m.key]
		if !ok {
			return data.Episode{}, unknownKey("", m.key, keys)
		}
		if err := read(&d, m.key, m.value); err != nil {
			return data.Episode{}, err
		}
	}
	return d.finish()
}

// A member is one key of a JSON object, with its value.
type member struct {
	key   string
	value json.RawMessage
}

// object takes a JSON object apart, in its order and without the keys that are
// null. The path says where it stands in the line.
func object(path string, raw []byte) ([]member, error) {
	if err := checkJSON(path, raw); err != nil {
		return nil, err
	}
	if raw[0] != '{' {
		return nil, bad(path, "must be an object such as {…}, is %s", kind(raw))
	}
	var members []member
	seen := map[string]bool{}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.Token() // The opening brace. No error can occur: the text was checked.
	for in.More() {
		var m member
		name, _ := in.Token()
		m.key, _ = name.(string)
		in.Decode(&m.value)
		if seen[m.key] {
			return nil, bad(join(path, m.key), "occurs twice: keep one of them")
		}
		seen[m.key] = true
		if string(m.value) != "null" {
			members = append(members, m)
		}
	}
	return members, nil
}

func checkJSON(path string, raw []byte) error {
	if !utf8.Valid(raw) {
		return bad(path, "not UTF-8 text: save the file in the encoding UTF-8")
	}
	if json.Valid(raw) {
		return nil
	}
	var ignored json.RawMessage
	err := json.Unmarshal(raw, &ignored) // It says what Valid does not.
	hint := "write one JSON object a line"
	switch {
	case raw[0] == '<':
		hint = "this seems to be HTML or a feed; " + hint
	case raw[0] == '{' && len(raw) < 3, raw[0] == '[':
		hint = `the JSON spans several lines; bring each episode to one line, for example with: jq -c ".[]" file`
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return bad(path, "no JSON from byte %d on (%v): %s", syntax.Offset, err, hint)
	}
	return bad(path, "no JSON (%v): %s", err, hint)
}

// kind names the kind of a JSON value.
func kind(raw json.RawMessage) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// bad is the error for a field of a line.
func bad(field, format string, args ...any) error {
	return &LineError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
