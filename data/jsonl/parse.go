package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"segue/data"
)

// Parse reads one episode from a JSON object, which may span several lines. Callers use
// it if their input is not JSON lines. An error is a [*LineError] with Line 0.
func Parse(text []byte) (data.Episode, error) {
	text = bytes.TrimSpace(text)
	switch {
	case len(text) == 0:
		return data.Episode{}, fieldError("", "empty: write an object such as {…}")
	case len(text) > MaxLine:
		return data.Episode{}, fieldError("", "longer than %d MB, the maximum for an episode", MaxLine>>20)
	}
	return parse(text)
}

// parse reads one line. An error is a [*LineError] without a line number.
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

// A member is a key of a JSON object and its value.
type member struct {
	key   string
	value json.RawMessage
}

// object returns the members of a JSON object in order, without null values. path is the
// position of the object in the line.
func object(path string, raw []byte) ([]member, error) {
	if err := checkJSON(path, raw); err != nil {
		return nil, err
	}
	if raw[0] != '{' {
		return nil, fieldError(path, "must be an object such as {…}, not %s", kind(raw))
	}
	var members []member
	seen := map[string]bool{}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.Token() // The opening brace. There is no error, since the JSON is valid.
	for in.More() {
		var m member
		name, _ := in.Token()
		m.key, _ = name.(string)
		in.Decode(&m.value)
		if seen[m.key] {
			return nil, fieldError(join(path, m.key), "duplicate key: remove one of them")
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
		return fieldError(path, "not UTF-8: save the file in UTF-8")
	}
	if json.Valid(raw) {
		return nil
	}
	var ignored json.RawMessage
	err := json.Unmarshal(raw, &ignored) // Valid returns no error.
	hint := "write one JSON object per line"
	switch {
	case raw[0] == '<':
		hint = "this looks like HTML or a feed; " + hint
	case raw[0] == '{' && len(raw) < 3, raw[0] == '[':
		hint = `the JSON spans several lines; write each episode on one line, for example with: jq -c ".[]" file`
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fieldError(path, "invalid JSON at byte %d (%v): %s", syntax.Offset, err, hint)
	}
	return fieldError(path, "invalid JSON (%v): %s", err, hint)
}

// kind returns the kind of a JSON value, for messages.
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

// fieldError returns a [*LineError] for a field.
func fieldError(field, format string, args ...any) error {
	return &LineError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
